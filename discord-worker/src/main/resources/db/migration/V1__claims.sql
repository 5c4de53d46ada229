-- Who serves which partition of accounts. The epoch is part of a key on purpose: raising it waits
-- for writers that hold it FOR KEY SHARE, while renewing the lease disturbs nobody.
CREATE TABLE partition (
  number smallint PRIMARY KEY,
  epoch bigint NOT NULL DEFAULT 0,
  owner integer,
  leased_until timestamptz NOT NULL DEFAULT '-infinity',
  UNIQUE (number, epoch)
);
INSERT INTO partition (number) SELECT generate_series(0, 15);

-- One row per direct PostgreSQL session of a worker, which holds an advisory lock named by it.
CREATE TABLE worker (
  session integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  postmaster timestamptz NOT NULL,
  beat timestamptz NOT NULL
);

CREATE SEQUENCE claim_line;

-- One row per job. ended fixes what the customer is told; state CLOSED frees the place.
CREATE TABLE claim (
  job uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('CLAIMED', 'SENDING', 'TRACKING', 'ENDED', 'CLOSED')),
  line bigint,
  partition smallint,
  account bigint,
  discord_user text,
  queue text,
  body text,
  relaxed boolean,
  -- the send, from SENDING on
  thread bigint,
  own_thread boolean,
  floor bigint,
  sender integer,
  begun_at timestamptz,
  in_doubt_before boolean NOT NULL DEFAULT false,
  received boolean,
  start_message bigint,
  midjourney_job text,
  stop_asked boolean NOT NULL DEFAULT false,
  -- the end
  ended text,
  ended_at timestamptz,
  told boolean NOT NULL DEFAULT false
);

CREATE INDEX claim_open ON claim (partition) WHERE state <> 'CLOSED';
CREATE INDEX claim_untold ON claim (partition) WHERE ended IS NOT NULL AND NOT told;
-- What counts towards the limits (P3).
CREATE INDEX claim_running_on_account ON claim (discord_user)
  WHERE state IN ('SENDING', 'TRACKING', 'ENDED');
CREATE INDEX claim_running_of_queue ON claim (queue)
  WHERE state IN ('SENDING', 'TRACKING', 'ENDED');
-- One open command per thread (P7).
CREATE UNIQUE INDEX claim_alone_in_thread ON claim (thread)
  WHERE own_thread AND state IN ('SENDING', 'TRACKING', 'ENDED');

-- Easel's own threads on Discord.
CREATE TABLE thread (
  id bigint PRIMARY KEY,
  discord_user text NOT NULL,
  channel bigint NOT NULL,
  ordinal integer NOT NULL,
  retired boolean NOT NULL DEFAULT false
);
CREATE INDEX thread_of_account ON thread (discord_user) WHERE NOT retired;

-- What was learned of an account: whether its commands begin in public, and what keeps it from working.
CREATE TABLE account (
  discord_user text PRIMARY KEY,
  seen_public boolean NOT NULL DEFAULT false,
  hidden_left integer NOT NULL DEFAULT 0,
  attention text,
  attention_for text
);

-- When a bot may identify itself next, over all workers. Its token is known by its digest alone.
CREATE TABLE bot (
  token_digest text PRIMARY KEY,
  next_at timestamptz NOT NULL,
  day date NOT NULL,
  identifies integer NOT NULL
);
