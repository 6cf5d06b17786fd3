-- Which model was made champion of which scope, when and by whom: a stack for each scope. Its newest entry that was not rolled back is the champion; what lies below is what one steps back to.
create table promotion (
    scope text collate "C" not null,
    number integer not null,
    sha256 text collate "C" not null references model (sha256),
    gate text not null constraint promotion_gate_check check (gate in ('none', 'passed', 'overridden')),
    reason text,
    promoted_at timestamptz not null,
    promoted_by text not null,
    rolled_back_at timestamptz,
    rolled_back_by text,
    rescoring_until timestamptz,
    rescored_at timestamptz,
    primary key (scope, number)
);
create index promotion_unscored on promotion (promoted_at) where rescored_at is null;
insert into promotion (scope, number, sha256, gate, promoted_at, promoted_by, rescored_at)
select scope, 1, previous_sha256, 'none', promoted_at, 'system', promoted_at
from champion
where previous_sha256 is not null;
insert into promotion (scope, number, sha256, gate, promoted_at, promoted_by, rescored_at)
select scope, 2, sha256, 'none', promoted_at, promoted_by, promoted_at
from champion;
