package workspace

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"theriac.dev/syntax"
)

// ErrChanged says that a file on disk is not the one that was read: somebody else wrote it in the meantime.
var ErrChanged = errors.New("the file was changed by somebody else since it was read")

// Save writes the files of the newest snapshot that differ from what was read, and returns their paths. Where one of
// them was changed on disk in the meantime, nothing is written and the error is ErrChanged.
func (d *Document) Save() ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	type write struct{ name, text string }
	var due []write
	for _, f := range d.now.Load().Files {
		text := string(f.Text())
		known, read := d.disk[f.Name]
		if read && known != nil && *known == text {
			continue
		}
		if err := d.checkDisk(f.Name, text, known); err != nil {
			return nil, fmt.Errorf("save %s: %w", f.Name, err)
		}
		due = append(due, write{f.Name, text})
	}
	var saved []string
	for _, f := range due {
		if err := d.w.write(f.name, []byte(f.text)); err != nil {
			return saved, fmt.Errorf("save %s: %w", f.name, err)
		}
		d.disk[f.name] = &f.text
		saved = append(saved, f.name)
	}
	return saved, nil
}

// Unsaved returns the paths of the files whose text differs from what was last read or written.
func (d *Document) Unsaved() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for _, f := range d.now.Load().Files {
		if known := d.disk[f.Name]; known == nil || *known != string(f.Text()) {
			out = append(out, f.Name)
		}
	}
	return out
}

// checkDisk compares a file with what was read; known is nil where there was none. That somebody else wrote the very
// text that is about to be written does no harm.
func (d *Document) checkDisk(name, text string, known *string) error {
	data, err := d.w.read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if known != nil {
			return fmt.Errorf("%w: it is gone", ErrChanged)
		}
		return nil
	case err != nil:
		return err
	case known != nil && *known == string(data), text == string(data):
		return nil
	}
	return ErrChanged
}

// readDisk reads a file of a size that can be a model.
func readDisk(name string) ([]byte, error) {
	f, err := os.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, syntax.MaxSize+1))
	if err == nil && len(data) > syntax.MaxSize {
		return nil, fmt.Errorf("read %s: it is larger than the %d MB that a model may have", name, syntax.MaxSize>>20)
	}
	return data, err
}

// writeDisk replaces a file by way of a temporary one in the same folder, so that a reader sees the old or the new text
// and a crash loses neither. A symbolic link stays one.
func writeDisk(name string, data []byte) (err error) {
	target := filepath.FromSlash(name)
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(target); err == nil {
		mode = info.Mode().Perm()
	}
	dir := filepath.Dir(target)
	f, err := os.CreateTemp(dir, ".theriac-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err = os.Rename(f.Name(), target); err != nil {
		return err
	}
	if folder, openErr := os.Open(dir); openErr == nil { // not every system can sync a folder
		_ = folder.Sync()
		_ = folder.Close()
	}
	return nil
}
