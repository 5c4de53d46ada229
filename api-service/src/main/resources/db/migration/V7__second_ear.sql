-- Whether an account is also heard through its own session at Discord. Off unless its owner switches
-- it on.
alter table account add column second_ear boolean not null default false;
