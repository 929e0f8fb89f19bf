package workspace

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Find returns the root files of the models at the paths, sorted and each once: a file is taken as it is, and of a
// folder every theriac.yaml in it and below. Hidden folders and node_modules are left out, and links are not followed.
// A path with no model is an error.
func Find(paths ...string) ([]string, error) {
	var out []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, fmt.Errorf("find models: %w", err)
		}
		if !info.IsDir() {
			out = append(out, slashed(p))
			continue
		}
		found, err := findBelow(p)
		if err != nil {
			return nil, fmt.Errorf("find models: %w", err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("find models: there is no %s in %s or below; `theriac init` writes one", RootName, p)
		}
		out = append(out, found...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func findBelow(root string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && p != root && skipped(entry.Name()):
			return filepath.SkipDir
		case !entry.IsDir() && entry.Name() == RootName:
			out = append(out, slashed(p))
		}
		return nil
	})
	return out, err
}

func skipped(folder string) bool { return strings.HasPrefix(folder, ".") || folder == "node_modules" }
