-- Two commands began in the claim's thread where one was sent: no picture is attributed to it, nor
-- by the next owner, who may find only one of them.
ALTER TABLE claim ADD COLUMN ambiguous boolean NOT NULL DEFAULT false;
