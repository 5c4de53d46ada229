-- What Midjourney said of an account in its last answer to /info that was heard, word for word, and when; null where nothing was.
alter table account add column info_subscription text;
alter table account add column info_fast_time_remaining text;
alter table account add column info_at timestamptz;
