package store

import (
	"context"
	"fmt"
	"io"
	"syscall"
)

// BreakDisk makes every file that the folder writes stop in the middle, as a full disk does, until mend is called.
func (f *Folder) BreakDisk() (mend func()) {
	f.disk.fill = func(w io.Writer, data []byte) error {
		_, _ = w.Write(data[:len(data)/2])
		return fmt.Errorf("write: %w", syscall.ENOSPC)
	}
	return func() { f.disk.fill = fill }
}

// BeforeWrite calls fn each time the folder is about to write a file, after it has looked at it.
func (f *Folder) BeforeWrite(fn func()) {
	f.disk.fill = func(w io.Writer, data []byte) error {
		fn()
		return fill(w, data)
	}
}

// LimitPages lets the database file grow by so many pages only, as a full disk does.
func (s *Store) LimitPages(ctx context.Context, more int) error {
	var now int
	if err := s.write.QueryRowContext(ctx, "pragma page_count").Scan(&now); err != nil {
		return err
	}
	return s.write.QueryRowContext(ctx, fmt.Sprintf("pragma max_page_count = %d", now+more)).Scan(&now)
}
