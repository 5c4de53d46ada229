-- After what an account in trouble is tried again; null where an older version noted the trouble: after a new token.
ALTER TABLE account ADD COLUMN attention_remedy text;
