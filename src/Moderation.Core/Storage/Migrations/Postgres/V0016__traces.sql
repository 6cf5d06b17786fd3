-- The trace that an event belongs to (W3C traceparent), so that it goes on with the event.
alter table outbox_event add column trace_parent text;
