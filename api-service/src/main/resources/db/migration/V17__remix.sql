-- Whether an account is in remix mode at Midjourney, as its owner says: nothing that is heard tells it.
alter table account add column remix boolean not null default false;
