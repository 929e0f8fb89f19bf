package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"theriac.dev/store"
)

// runBackup writes a copy of the store, while another process may be serving it.
func runBackup(ctx context.Context, s streams, f serveFlags, folder string) error {
	address, err := f.history(folder)
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return failure(err)
	}
	if err := errors.Join(st.Backup(ctx, f.backup), st.Close()); err != nil {
		return failure(err)
	}
	fmt.Fprintf(s.err, "%s written\n", f.backup)
	return nil
}

// history is the address of the store of a folder itself, or that of the database.
func (f serveFlags) history(folder string) (string, error) {
	address := f.database
	if address == "" {
		address = filepath.Join(folder, ".theriac", "studio.db")
	}
	if strings.Contains(address, "://") {
		return address, nil
	}
	_, err := os.Stat(address)
	switch {
	case errors.Is(err, fs.ErrNotExist) && f.database != "":
		return "", failure(fmt.Errorf("there is no database %s; check the path", address))
	case err != nil:
		return "", failure(fmt.Errorf("there is no history in %s yet: %w", folder, err))
	}
	return address, nil
}

// runVerify checks the database, or every history in a folder and below, while another process may be serving it.
func runVerify(ctx context.Context, s streams, f serveFlags, folder string) error {
	var addresses []string
	if f.database == "" {
		var err error
		if addresses, err = histories(folder); err != nil {
			return failure(err)
		}
	}
	if len(addresses) == 0 {
		address, err := f.history(folder)
		if err != nil {
			return err
		}
		addresses = []string{address}
	}
	var errs []error
	for _, address := range addresses {
		errs = append(errs, verify(ctx, s, address))
	}
	return failure(errors.Join(errs...))
}

// histories are the stores in a folder and below.
func histories(folder string) (list []string, err error) {
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() == "studio.db" && filepath.Base(filepath.Dir(path)) == ".theriac" {
			list = append(list, path)
		}
		return err
	})
	return list, err
}

// verify checks one store, and tells for each project the hash at its head: noted elsewhere, it shows also what somebody
// with full access changed.
func verify(ctx context.Context, s streams, address string) error {
	name := address
	if strings.Contains(address, "://") {
		name = "the database" // the address may hold a password
	}
	st, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer func() { _ = st.Close() }()
	if err := st.Integrity(ctx); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	list, err := st.Projects(ctx, "")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(s.out, "%s holds\n", name)
	for _, p := range list {
		r, err := st.Revision(ctx, p.ID, p.Head)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(s.out, "  %s  revision %d  %s\n", p.ID, r.Number, r.Hash)
	}
	return nil
}
