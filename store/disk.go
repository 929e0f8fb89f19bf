package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// tempPrefix starts the names of our temporary files. They begin with a dot, so no model reads them.
const tempPrefix = ".theriac-studio-"

// errMoved says that a file changed between the look at it and the moment before it was to be replaced.
var errMoved = errors.New("the file was changed at this moment")

// errKept says that a file of somebody else could not be given its name back.
var errKept = errors.New("it was edited at this moment, that text is in")

// errNoExchange says that two files cannot be exchanged here.
var errNoExchange = errors.New("files cannot be exchanged here")

// disk reaches the files of a folder.
type disk struct {
	dir  string
	fill func(io.Writer, []byte) error // writes into a temporary file; tests make it fail
}

func fill(w io.Writer, data []byte) error {
	_, err := w.Write(data)
	return err
}

func (d disk) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

// read returns a file, or nil where there is none.
func (d disk) read(name string) ([]byte, error) { return readFile(d.path(name)) }

// sum is the hash of a file, or "" where there is none.
func (d disk) sum(name string) (string, error) { return sumFile(d.path(name)) }

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		err = invalid("file %s is larger than %d MB", path, MaxFile>>20)
	}
	return data, err // ReadAll never returns nil data
}

func sumFile(path string) (string, error) {
	data, err := readFile(path)
	if err != nil || data == nil {
		return "", err
	}
	return sumOf(data), nil
}

// still returns errMoved where a file is not the one that was seen.
func still(path, seen string) error {
	now, err := sumFile(path)
	if err == nil && now != seen {
		err = errMoved
	}
	return err
}

// replace writes a file, so that whoever reads sees the old or the new content and a crash leaves one of them. It goes
// by way of a temporary file in the same folder. A symbolic link stays one, and so do the permissions. seen is the hash
// of the file that may be replaced: any other is left alone with errMoved.
func (d disk) replace(name, seen string, data []byte) (err error) {
	path := d.path(name)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	dir := filepath.Dir(path)
	if err := d.makeDir(dir); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil && !errors.Is(err, errKept) {
			_ = os.Remove(f.Name())
		}
	}()
	err = d.fill(f, data)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = swap(f.Name(), path, seen, sumOf(data)); err != nil {
		return err
	}
	return syncDir(dir)
}

// swap gives a temporary file the name of the file that was seen. Nothing that somebody else wrote under that name until
// the very moment is lost, where the file system can exchange two files; elsewhere a save in the microseconds between a
// last look and the rename is.
func swap(temp, path, seen, ours string) error {
	if seen == "" {
		return claim(temp, path)
	}
	switch err := exchange(temp, path); {
	case errors.Is(err, errNoExchange):
		if err := still(path, seen); err != nil {
			return err
		}
		return os.Rename(temp, path)
	case errors.Is(err, fs.ErrNotExist):
		return errMoved
	case err != nil:
		return err
	}
	if err := still(temp, seen); err == nil {
		return os.Remove(temp)
	}
	// Somebody else was faster: give the name back. Should there be a third text by now, it is the newest and wins.
	err := exchange(temp, path)
	if err == nil && still(temp, ours) != nil {
		err = exchange(temp, path)
	}
	if err != nil {
		return fmt.Errorf("%s: %w %s: %w", path, errKept, temp, err)
	}
	return errMoved
}

// claim gives a temporary file a name that nobody has.
func claim(temp, path string) error {
	err := os.Link(temp, path)
	switch {
	case err == nil:
		return os.Remove(temp)
	case errors.Is(err, fs.ErrExist):
		return errMoved
	}
	if err := still(path, ""); err != nil { // no hard links here
		return err
	}
	return os.Rename(temp, path)
}

// makeDir makes a folder below ours and sees to it that its name lasts, and those of the folders above it.
func (d disk) makeDir(dir string) error {
	if there, err := exists(dir); err != nil || there {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var errs []error
	for ; len(dir) > len(d.dir); dir = filepath.Dir(dir) {
		errs = append(errs, syncDir(filepath.Dir(dir)))
	}
	return errors.Join(errs...)
}

// remove takes a file away, unless it is not the one that was seen. It is renamed first, so that what is looked at is
// what will be gone.
func (d disk) remove(name, seen string) error {
	path := d.path(name)
	aside := filepath.Join(filepath.Dir(path), tempPrefix+newID())
	if err := still(path, seen); err != nil {
		return err
	}
	if err := os.Rename(path, aside); errors.Is(err, fs.ErrNotExist) {
		return errMoved
	} else if err != nil {
		return err
	}
	if still(aside, seen) != nil {
		return errors.Join(errMoved, os.Rename(aside, path))
	}
	return errors.Join(os.Remove(aside), syncDir(filepath.Dir(path)))
}

// sweep removes the temporary files that a killed process left. Nobody else may have the folder open.
func (d disk) sweep(names []string) {
	seen := map[string]bool{}
	for _, name := range append(names, ".") {
		dir := filepath.Dir(d.path(name))
		if name == "." {
			dir = d.dir
		}
		if seen[dir] {
			continue
		}
		seen[dir] = true
		entries, _ := os.ReadDir(dir) // a folder that is not there has nothing to sweep
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), tempPrefix) && e.Type().IsRegular() {
				_ = os.Remove(filepath.Join(dir, e.Name()))
			}
		}
	}
}

// syncDir makes the names in a folder last. Windows has no such thing and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
