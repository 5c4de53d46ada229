-- In which mode an account draws where a prompt asks for none, as its worker learned; null where that is not known.
-- Relaxed, Midjourney runs three jobs at once, whatever the owner allows.
alter table account add column mode text;
alter table account add column at_once int not null
  generated always as (case when mode = 'RELAX' then least(concurrency, 3) else concurrency end) stored;
