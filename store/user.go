package store

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// User is a person who can sign in. Users are never deleted, because the history names them; they can be disabled.
type User struct {
	Name     string // what is typed to sign in: folded to lower case, never changes, never used again
	Shown    string // what others see
	Admin    bool   // may manage users and see all projects
	Disabled bool
	Epoch    int64 // grows with each change that must end the sessions made before: password, disabled
	Created  time.Time
}

// Passwords: length is what counts, so there are no rules on characters (NIST SP 800-63B-4, 3.1.1.2).
const (
	MinPassword = 12  // characters
	MaxPassword = 256 // bytes
)

// The cost of a password hash: Argon2id (RFC 9106) above the minimum of the OWASP Password Storage Cheat Sheet, which is
// 19 MiB with two passes. Two hashes at a time keep the memory of the server below 64 MiB more.
const (
	hashMemory  = 32 << 10 // KiB
	hashPasses  = 3
	hashThreads = 1
	hashers     = 2
)

// The lock-out: after so many failures in a row a name waits, each time twice as long.
const (
	freeFailures = 5
	firstWait    = time.Minute
	longestWait  = time.Hour
	forget       = 24 * time.Hour
)

// CreateUser makes a user. ErrExists where the name is taken, in whatever case.
func (s *Store) CreateUser(ctx context.Context, name, password string) (User, error) {
	u := User{Name: fold(name), Shown: strings.TrimSpace(name), Epoch: 1, Created: s.now()}
	if err := checkLine("name", u.Name, 64); err != nil {
		return User{}, err
	}
	hash, err := s.newHash(ctx, password)
	if err != nil {
		return User{}, err
	}
	res, err := s.write.ExecContext(ctx, `insert into users (name, shown, password, created) values ($1, $2, $3, $4) on conflict (name) do nothing`,
		u.Name, u.Shown, hash, micros(u.Created))
	if err := exactlyOne(res, err, existsAlready("user %s", u.Name)); err != nil {
		return User{}, told(err)
	}
	return u, nil
}

// Authenticate returns the user with this name and password. ErrSignIn does not say which of the two is wrong; after
// five failures in a row a *LockedError says how long to wait, whether the name is known or not. The failure is counted
// before the password is looked at, so that many tries at the same moment gain nothing.
func (s *Store) Authenticate(ctx context.Context, name, password string) (User, error) {
	name = fold(name)
	if checkLine("name", name, 64) != nil || len(password) > MaxPassword {
		return User{}, ErrSignIn
	}
	if err := s.countAttempt(ctx, name); err != nil {
		return User{}, err
	}
	u, hash, err := s.user(ctx, name)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return User{}, err
	}
	if hash == "" {
		hash = nobody // a name that is not known takes as long as one that is
	}
	ok, err := s.compare(ctx, hash, password)
	if err != nil {
		return User{}, err
	}
	if !ok || u.Name == "" || u.Disabled {
		return User{}, ErrSignIn
	}
	_, err = s.write.ExecContext(ctx, `delete from attempts where name = $1`, name)
	return u, told(err)
}

// countAttempt takes one try from a name, or says how long it is locked.
func (s *Store) countAttempt(ctx context.Context, name string) error {
	return s.change(ctx, func(q querier) error {
		now := s.now()
		if _, err := q.ExecContext(ctx, `delete from attempts where last < $1`, micros(now.Add(-forget))); err != nil {
			return err
		}
		var failures, until int64
		err := q.QueryRowContext(ctx, `insert into attempts (name, failures, last, until) values ($1, 0, $2, 0)
			on conflict (name) do update set name = excluded.name returning failures, until`, name, micros(now)).Scan(&failures, &until)
		if err != nil {
			return err
		}
		if until > micros(now) {
			return &LockedError{Until: moment(until)}
		}
		failures++
		_, err = q.ExecContext(ctx, `update attempts set failures = $1, last = $2, until = $3 where name = $4`, failures, micros(now), micros(waitAfter(failures, now)), name)
		return err
	})
}

func waitAfter(failures int64, now time.Time) time.Time {
	if failures < freeFailures {
		return time.Time{}
	}
	return now.Add(min(firstWait<<min(failures-freeFailures, 10), longestWait))
}

// Unlock lets a name try again at once.
func (s *Store) Unlock(ctx context.Context, name string) error {
	_, err := s.write.ExecContext(ctx, `delete from attempts where name = $1`, fold(name))
	return told(err)
}

// ChangePassword sets a new password and ends what was signed in before: the epoch of the user grows.
func (s *Store) ChangePassword(ctx context.Context, name, password string) error {
	hash, err := s.newHash(ctx, password)
	if err != nil {
		return err
	}
	res, err := s.write.ExecContext(ctx, `update users set password = $1, epoch = epoch + 1 where name = $2`, hash, fold(name))
	return told(exactlyOne(res, err, missing("user %s", name)))
}

// UpdateUser sets what others see, whether the user manages others, and whether the user is disabled. The other fields
// of u but the name are not looked at. ErrForbidden where no admin would be left.
func (s *Store) UpdateUser(ctx context.Context, u User) error {
	if err := checkLine("shown name", u.Shown, 100); err != nil {
		return err
	}
	return s.change(ctx, func(q querier) error {
		res, err := q.ExecContext(ctx, `update users set epoch = epoch + case when disabled <> $3 then 1 else 0 end, shown = $1, admin = $2, disabled = $3
			where name = $4 and (admin = 0 or ($2 = 1 and $3 = 0) or exists (select 1 from users o where o.admin = 1 and o.disabled = 0 and o.name <> $4))`,
			u.Shown, flag(u.Admin), flag(u.Disabled), fold(u.Name))
		if err := exactlyOne(res, err, ErrForbidden); !errors.Is(err, ErrForbidden) {
			return err
		}
		if _, _, err := userIn(ctx, q, fold(u.Name)); err != nil {
			return err
		}
		return fmt.Errorf("%w: %s is the last admin, make another first", ErrForbidden, u.Name)
	})
}

// User returns the user with a name, or ErrNotFound.
func (s *Store) User(ctx context.Context, name string) (User, error) {
	u, _, err := s.user(ctx, fold(name))
	return u, err
}

// Users lists all users by name.
func (s *Store) Users(ctx context.Context) ([]User, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (User, error) {
		u, _, err := scanUser(rows)
		return u, err
	}, `select `+userColumns+` from users order by name`)
	return list, told(err)
}

func (s *Store) user(ctx context.Context, name string) (User, string, error) {
	u, hash, err := userIn(ctx, s.read, name)
	return u, hash, told(err)
}

func userIn(ctx context.Context, q querier, name string) (User, string, error) {
	u, hash, err := scanUser(q.QueryRowContext(ctx, `select `+userColumns+` from users where name = $1`, name))
	if errors.Is(err, sql.ErrNoRows) {
		err = missing("user %s", name)
	}
	return u, hash, err
}

const userColumns = `name, shown, password, admin, disabled, epoch, created`

func scanUser(row interface{ Scan(...any) error }) (u User, hash string, err error) {
	var admin, disabled, created int64
	err = row.Scan(&u.Name, &u.Shown, &hash, &admin, &disabled, &u.Epoch, &created)
	u.Admin, u.Disabled, u.Created = admin != 0, disabled != 0, moment(created)
	return u, hash, err
}

// nobody is the form of a hash that no password has.
const nobody = "$argon2id$v=19$m=32768,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// newHash makes the text that is stored for a password, in the format that other programs read too (PHC string).
func (s *Store) newHash(ctx context.Context, password string) (string, error) {
	if utf8.RuneCountInString(password) < MinPassword || len(password) > MaxPassword {
		return "", invalid("a password has at least %d characters and at most %d bytes", MinPassword, MaxPassword)
	}
	done, err := s.hashTurn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	sum := argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashThreads, 32)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashPasses, hashThreads, b64.EncodeToString(salt), b64.EncodeToString(sum)), nil
}

// compare holds a password against a stored hash. The hash carries its own cost, so that the cost can grow later.
func (s *Store) compare(ctx context.Context, stored, password string) (bool, error) {
	done, err := s.hashTurn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	var version int
	var memory, passes uint32
	var threads uint8
	parts := strings.Split(stored, "$")
	if len(parts) != 6 {
		return false, fmt.Errorf("%w: a password hash has no known form, set a new password", ErrBroken)
	}
	_, err1 := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &threads)
	salt, err2 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err3 := base64.RawStdEncoding.DecodeString(parts[5])
	if errors.Join(err1, err2, err3) != nil || version != argon2.Version || memory > 1<<20 || passes < 1 || threads < 1 || len(want) < 16 {
		return false, fmt.Errorf("%w: a password hash has no known form, set a new password", ErrBroken)
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

// hashTurn waits until a password may be hashed.
func (s *Store) hashTurn(ctx context.Context) (done func(), err error) {
	select {
	case s.hashing <- struct{}{}:
		return func() { <-s.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// fold is the one spelling of a name that people may write in several.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
