-- Pictures that wait in the object store to be uploaded to Discord: kept until their job has ended. One without a job
-- was stored for a request that was not accepted in the end. A row goes after its picture, never before.
create table upload (
  key text primary key,
  job uuid,
  dropped boolean not null default false,
  created_at timestamptz not null default now()
);
create index upload_job on upload (job);
