package workspace

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long the files must be quiet before a change is told: an editor saves in several steps, and a checkout
// writes many files.
const settle = 60 * time.Millisecond

// maxWatched is the most folders that one Watch looks at, because systems hold only so many.
const maxWatched = 4000

// Watch calls changed with the paths of YAML files that were written, created or removed below the paths, sorted, each
// time they have been quiet for a moment. A path that is a file stands for its folder alone. It returns when ctx ends,
// with its error, or where the system cannot watch.
func Watch(ctx context.Context, paths []string, changed func(files []string)) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch files: %w", err)
	}
	defer func() { _ = watcher.Close() }()
	for _, p := range paths {
		if err := watchTree(watcher, p); err != nil {
			return fmt.Errorf("watch files: %w", err)
		}
	}
	pending := map[string]bool{}
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-watcher.Errors:
			return fmt.Errorf("watch files: %w", err)
		case event := <-watcher.Events:
			if event.Has(fsnotify.Create) {
				if info, err := os.Stat(event.Name); err == nil && info.IsDir() && !skipped(info.Name()) {
					noteNew(event.Name, pending)
					_ = watchTree(watcher, event.Name) // it may be gone again
				}
			}
			if isYAML(event.Name) && !event.Has(fsnotify.Chmod) {
				pending[slashed(event.Name)] = true
			}
			if len(pending) > 0 {
				timer.Reset(settle)
			}
		case <-timer.C:
			files := slices.Sorted(maps.Keys(pending))
			clear(pending)
			changed(files)
		}
	}
}

// watchTree watches a folder with those below it, or the folder of a file.
func watchTree(w *fsnotify.Watcher, root string) error {
	info, err := os.Stat(root)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return w.Add(filepath.Dir(root))
	}
	return filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || !entry.IsDir():
			return nil //nolint:nilerr // a folder that cannot be read is not watched, the others are
		case p != root && skipped(entry.Name()):
			return filepath.SkipDir
		case len(w.WatchList()) >= maxWatched:
			return fmt.Errorf("there are more than %d folders below %s", maxWatched, root)
		}
		return w.Add(p)
	})
}

// noteNew notes the files of a folder that came as a whole: they were written before anybody watched it.
func noteNew(root string, pending map[string]bool) {
	_ = filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && isYAML(p) {
			pending[slashed(p)] = true
		}
		return nil
	})
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}
