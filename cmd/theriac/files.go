package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// replaceFile writes a file whole or not at all, and keeps its mode.
func replaceFile(path string, text []byte) error {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".theriac-*")
	if err != nil {
		return failure(err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(text)
	if err := errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close()); err != nil {
		return failure(err)
	}
	return failure(os.Rename(tmp.Name(), path))
}

// writeNew writes a file that must not exist yet, with the folders above it.
func writeNew(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return failure(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usage("%s exists and is not overwritten", path)
	}
	if err != nil {
		return failure(err)
	}
	_, err = f.WriteString(text)
	return failure(errors.Join(err, f.Close()))
}

const dateForm = "2006-01-02"

func isDate(s string) bool {
	_, err := time.Parse(dateForm, s)
	return err == nil
}

func today() string { return time.Now().Format(dateForm) }
