-- Since when a task of /mj that waits for its dialog is not to be filled in any more; null where it may be.
alter table dialog add column cancelled_at timestamptz;
