-- In which mode an account draws where a prompt asks for none; null where that is not known.
ALTER TABLE account ADD COLUMN mode text;
