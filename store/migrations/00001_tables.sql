-- One schema for SQLite and PostgreSQL: ids are texts that we make, times are microseconds since 1970 in UTC, flags and
-- counts are bigint. SQLite takes the type bytea for "whatever is stored", which for bytes is right.

-- +goose Up
create table projects (
    id        text primary key,
    name      text not null,
    created   bigint not null,
    changed   bigint not null,
    archived  bigint not null default 0,
    head      bigint not null default 0,
    head_hash text not null default ''
);

-- A content is kept whole or as the middle that differs from another content (base): its first `front` and last `back`
-- bytes are those of the base. `depth` counts the steps to a whole one.
create table blobs (
    hash  text primary key,
    size  bigint not null,
    base  text references blobs (hash),
    depth bigint not null,
    front bigint not null,
    back  bigint not null,
    bytes bytea not null
);

create table revisions (
    project text not null references projects (id),
    number  bigint not null,
    parent  text not null,
    hash    text not null,
    content text not null,
    author  text not null,
    made    bigint not null,
    title   text not null,
    command text not null,
    request text,
    primary key (project, number)
);
create unique index revisions_request on revisions (project, request);

-- What a revision changed: a file without a hash was removed by it.
create table revision_files (
    project text not null,
    number  bigint not null,
    name    text not null,
    hash    text references blobs (hash),
    primary key (project, number, name),
    foreign key (project, number) references revisions (project, number)
);
create index revision_files_name on revision_files (project, name, number);

-- Revisions whose files are not yet known to be on disk.
create table pending (
    project text not null,
    number  bigint not null,
    primary key (project, number),
    foreign key (project, number) references revisions (project, number)
);

create table users (
    name     text primary key,
    shown    text not null,
    password text not null,
    admin    bigint not null default 0,
    disabled bigint not null default 0,
    epoch    bigint not null default 1,
    created  bigint not null
);

-- Failed sign-ins by name, whether anybody has that name or not.
create table attempts (
    name     text primary key,
    failures bigint not null,
    last     bigint not null,
    until    bigint not null
);

create table sessions (
    token   text primary key,
    data    bytea not null,
    expires bigint not null
);
create index sessions_expires on sessions (expires);

create table members (
    project text not null references projects (id),
    person  text not null references users (name),
    role    text not null,
    primary key (project, person)
);
create index members_person on members (person);

create table reviews (
    id         text primary key,
    project    text not null references projects (id),
    title      text not null,
    author     text not null,
    from_number bigint not null,
    to_number   bigint not null,
    made       bigint not null,
    closed     bigint not null default 0,
    closed_by  text not null default '',
    foreign key (project, to_number) references revisions (project, number)
);
create index reviews_project on reviews (project, made);

create table verdicts (
    id      text primary key,
    review  text not null references reviews (id),
    author  text not null,
    made    bigint not null,
    kind    text not null,
    number  bigint not null,
    hash    text not null,
    content text not null,
    note    text not null
);
create index verdicts_review on verdicts (review, made);

create table threads (
    id          text primary key,
    project     text not null references projects (id),
    target      text not null,
    review      text references reviews (id),
    number      bigint not null,
    made        bigint not null,
    resolved    bigint not null default 0,
    resolved_by text not null default ''
);
create index threads_project on threads (project, target, made);

create table comments (
    id     text primary key,
    thread text not null references threads (id),
    author text not null,
    made   bigint not null,
    body   text not null
);
create index comments_thread on comments (thread, made);

-- Small values of a project, of a person, or of a person in a project; the other part is empty.
create table settings (
    project text not null,
    person  text not null,
    name    text not null,
    value   text not null,
    primary key (project, person, name)
);
