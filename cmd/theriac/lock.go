package main

import (
	"fmt"
	"os"
	"path/filepath"

	"theriac.dev/library"
	"theriac.dev/workspace"
)

// checkLock holds the packs of an analysis against theriac.lock beside the model, and warns where they differ. A lock
// file is written where packs were loaded from folders and there is none yet, or where the person asks for it.
func checkLock(s streams, f openFlags, snapshot *workspace.Snapshot) error {
	path := filepath.Join(filepath.Dir(snapshot.Files[0].Name), library.LockName)
	lib := snapshot.Analysis.Library
	text, err := os.ReadFile(path)
	switch {
	case os.IsNotExist(err) && len(f.packs) == 0 && !f.lock:
		return nil
	case os.IsNotExist(err) || f.lock && err == nil:
		if err := replaceFile(path, []byte(lib.Lock().String())); err != nil {
			return err
		}
		fmt.Fprintf(s.err, "packs locked in %s\n", path)
		return nil
	case err != nil:
		return failure(err)
	}
	lock, err := library.ParseLock(string(text))
	if err != nil {
		return failure(err)
	}
	for _, difference := range lock.Verify(lib) {
		fmt.Fprintf(s.err, "theriac: %s: %s; `theriac analyze --lock` accepts it\n", path, difference)
	}
	return nil
}
