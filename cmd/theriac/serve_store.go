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

// runBackup copies the database, or all histories and accounts of a folder, while another process may be serving it.
func runBackup(ctx context.Context, s streams, f serveFlags, folder string) error {
	addresses, err := f.stores(folder)
	if err != nil {
		return failure(err)
	}
	if f.database == "" {
		return failure(backupFolder(ctx, s, folder, addresses, f.backup))
	}
	if err := backup(ctx, f.database, f.backup); err != nil {
		return failure(err)
	}
	fmt.Fprintf(s.err, "%s written\n", f.backup)
	return nil
}

func backup(ctx context.Context, address, to string) error {
	st, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(st.Backup(ctx, to), st.Close())
}

// backupFolder copies each store in a folder to its place in another one, which has its name when all of them are there.
func backupFolder(ctx context.Context, s streams, folder string, addresses []string, to string) error {
	to = filepath.Clean(to)
	inside, err := within(folder, to)
	switch {
	case err != nil:
		return err
	case inside:
		return fmt.Errorf("%s is in the folder that is copied, and the next backup would copy it too; choose a place outside of %s", to, folder)
	}
	release, err := store.Claim(to)
	if errors.Is(err, store.ErrExists) {
		return fmt.Errorf("%s exists already: what %s has is written to a new folder; choose another name", to, folder)
	}
	if err != nil {
		return err
	}
	defer release()
	part := to + ".theriac-part"
	if err := os.RemoveAll(part); err != nil { // of a backup that was killed
		return err
	}
	if err := os.Mkdir(part, 0o700); err != nil {
		return err
	}
	var places []string
	for _, address := range addresses {
		place, err := backupInto(ctx, folder, address, part)
		if err != nil {
			return errors.Join(err, os.RemoveAll(part))
		}
		places = append(places, place)
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "%s written, a folder with:\n  %s\n", to, strings.Join(places, "\n  "))
	return nil
}

// backupInto copies one store to its place in another folder, and returns that.
func backupInto(ctx context.Context, folder, address, to string) (place string, err error) {
	if place, err = filepath.Rel(folder, address); err != nil {
		return "", err
	}
	to = filepath.Join(to, place)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return "", err
	}
	return place, backup(ctx, address, to)
}

// within reports whether a path that need not exist lies in a folder.
func within(folder, path string) (bool, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return false, err
	}
	path, err = filepath.Abs(path)
	if err != nil {
		return false, err
	}
	place, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(place), nil
}

// stores are the addresses of the database, or of all in a folder and below: at least one.
func (f serveFlags) stores(folder string) ([]string, error) {
	if f.database != "" {
		if !strings.Contains(f.database, "://") {
			if _, err := os.Stat(f.database); errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("there is no database %s; check the path", f.database)
			}
		}
		return []string{f.database}, nil
	}
	list, err := histories(folder)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("there is no history in %s yet: `theriac serve` begins it beside each model", folder)
	}
	return list, err
}

// runVerify checks the database, or all histories and accounts of a folder, while another process may be serving it.
func runVerify(ctx context.Context, s streams, f serveFlags, folder string) error {
	addresses, err := f.stores(folder)
	if err != nil {
		return failure(err)
	}
	var errs []error
	for _, address := range addresses {
		errs = append(errs, verify(ctx, s, address))
	}
	return failure(errors.Join(errs...))
}

// histories are the stores in a folder and below: the history beside each model, and the accounts of the folder.
func histories(folder string) (list []string, err error) {
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		is := d != nil && !d.IsDir() && (d.Name() == "studio.db" || d.Name() == "accounts.db")
		if err == nil && is && filepath.Base(filepath.Dir(path)) == ".theriac" {
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
