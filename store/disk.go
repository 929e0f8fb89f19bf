package store

import (
	"errors"
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
func (d disk) read(name string) ([]byte, error) {
	f, err := os.Open(d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		err = invalid("file %s is larger than %d MB", name, MaxFile>>20)
	}
	return data, err // ReadAll never returns nil data
}

// sum is the hash of a file, or "" where there is none.
func (d disk) sum(name string) (string, error) {
	data, err := d.read(name)
	if err != nil || data == nil {
		return "", err
	}
	return sumOf(data), nil
}

// still returns errMoved where a file is not the one that was seen.
func (d disk) still(name, seen string) error {
	now, err := d.sum(name)
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
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	err = d.fill(f, data)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = d.still(name, seen); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
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

// remove takes a file away, unless it is not the one that was seen.
func (d disk) remove(name, seen string) error {
	if err := d.still(name, seen); err != nil {
		return err
	}
	if err := os.Remove(d.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(filepath.Dir(d.path(name)))
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
