-- How a door treats the holder of a key, where there is more than one way: names with commas between them.
alter table api_key add column options text not null default '';
