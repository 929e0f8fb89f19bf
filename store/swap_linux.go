package store

import (
	"errors"

	"golang.org/x/sys/unix"
)

// exchange gives two files each other's name in one step, so that whatever had the name until then is still there
// afterwards. It says errNoExchange where the file system cannot do that.
func exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOTSUP) {
		return errNoExchange
	}
	return err
}
