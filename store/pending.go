package store

import (
	"context"
	"database/sql"
)

// sidecar is the folder beside the files of a model that holds the store of that folder.
const sidecar = ".theriac"

// Pending returns the revisions whose files are not yet known to be on disk, oldest first.
func (s *Store) Pending(ctx context.Context, project string) ([]int64, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (n int64, err error) {
		return n, rows.Scan(&n)
	}, `select number from pending where project = $1 order by number`, project)
	return list, told(err)
}

// Settled says that the files on disk are those of a revision: it and all before it are no longer pending.
func (s *Store) Settled(ctx context.Context, project string, number int64) error {
	_, err := s.write.ExecContext(ctx, `delete from pending where project = $1 and number <= $2`, project, number)
	return told(err)
}
