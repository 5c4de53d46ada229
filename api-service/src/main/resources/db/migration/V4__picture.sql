-- What becomes of the picture of a finished job: due (to be fetched from Discord), kept (in the object store), lost
-- (Discord's link died before), expired (its retention is over), deleted. `parts` names what was made of it and lies
-- beside it in the store.
create table picture (
  token text primary key,
  job uuid not null,
  grid boolean not null,
  state text not null default 'due',
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  -- While somebody fetches it: when others may.
  due_at timestamptz not null default now(),
  kept_at timestamptz,
  parts text[] not null default '{}'
);
create index picture_due on picture (due_at) where state = 'due';
create index picture_kept on picture (kept_at) where state in ('kept', 'expired');

insert into picture (token, job, grid)
select picture, id,
  coalesce(buttons ~ '"MJ::JOB::(upsample|variation)::4::', false)
from job where picture is not null;
