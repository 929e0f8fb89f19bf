-- Talk is read by the page, in the order in which it began.

-- +goose Up
create index threads_time on threads (project, made, id);
create index reviews_time on reviews (project, made, id);
drop index reviews_project;
