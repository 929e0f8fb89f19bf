package library

import (
	"fmt"
	"slices"
	"strings"
)

// LockName is the file beside a model that says which packs it was last analysed with.
const LockName = "theriac.lock"

// Lock is the packs of an analysis: id, version and digest of each.
type Lock []LockedPack

// LockedPack is one line of a lock file.
type LockedPack struct{ ID, Version, Digest string }

// Lock returns the lock of the packs of the library.
func (l *Library) Lock() Lock {
	var out Lock
	for _, p := range l.Packs {
		out = append(out, LockedPack{p.ID, p.Version, p.Digest})
	}
	return out
}

// ParseLock reads a lock file: one pack a line, `id version digest`. Empty lines and lines that start with # do not
// count.
func ParseLock(text string) (Lock, error) {
	var out Lock
	for i, line := range strings.Split(text, "\n") {
		parts := strings.Fields(line)
		if len(parts) == 0 || strings.HasPrefix(parts[0], "#") {
			continue
		}
		if len(parts) != 3 {
			return nil, fmt.Errorf("%s line %d: expected `pack version digest`, found %q; write it anew", LockName, i+1, line)
		}
		out = append(out, LockedPack{parts[0], parts[1], parts[2]})
	}
	return out, nil
}

// String returns the text of the lock file.
func (k Lock) String() string {
	var b strings.Builder
	b.WriteString("# The packs of the last analysis. Written by theriac; keep it under version control.\n")
	for _, p := range k {
		fmt.Fprintf(&b, "%s %s %s\n", p.ID, p.Version, p.Digest)
	}
	return b.String()
}

// Verify says in which packs a library differs from the lock, one sentence each; none where it is the same.
func (k Lock) Verify(l *Library) []string {
	var out []string
	now := l.Lock()
	for _, was := range k {
		i := slices.IndexFunc(now, func(p LockedPack) bool { return p.ID == was.ID })
		switch {
		case i < 0:
			out = append(out, fmt.Sprintf("pack %s %s is locked and not there", was.ID, was.Version))
		case now[i].Version != was.Version:
			out = append(out, fmt.Sprintf("pack %s is version %s and was %s", was.ID, now[i].Version, was.Version))
		case now[i].Digest != was.Digest:
			out = append(out, fmt.Sprintf("pack %s %s was changed without a new version", was.ID, was.Version))
		}
	}
	for _, p := range now {
		if !slices.ContainsFunc(k, func(was LockedPack) bool { return was.ID == p.ID }) {
			out = append(out, fmt.Sprintf("pack %s %s is not locked", p.ID, p.Version))
		}
	}
	return out
}
