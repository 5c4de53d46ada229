-- In whose words a job was asked for, and so in whose words its customer is told of it.
alter table job add column dialect text not null default 'V1';
