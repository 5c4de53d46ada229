-- What a task of /mj asks before it is one: the button that was pressed, until its dialog is filled
-- in. The task then has the same id; it is kept for a day, so that the answer may be sent again.
create table dialog (
  id uuid primary key,
  customer bigint not null references customer,
  pressed uuid not null,
  custom_id text not null,
  state text,
  notify_hook text,
  opened_at timestamptz not null default clock_timestamp()
);
create index dialog_opened_at on dialog (opened_at);

-- What Midjourney said of a picture when its seed was asked for.
create table seed (
  job uuid primary key references job,
  seed text not null
);
