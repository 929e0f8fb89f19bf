//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes a file for this process alone, without waiting. The system gives it back when the process ends, however
// it ends.
func lockFile(f *os.File) (taken bool, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
