-- What Discord repeats in the answers to a claim's request, for whoever hears it; and whether the
-- dialog that a press has opened was filled in: that starts a job, and is done once.
ALTER TABLE claim ADD COLUMN nonce text;
ALTER TABLE claim ADD COLUMN dialog_answered boolean NOT NULL DEFAULT false;
-- Until when Midjourney keeps an account from working, where it says so.
ALTER TABLE account ADD COLUMN attention_until timestamptz;
