package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"theriac.dev/store"
)

const password = "correct horse battery"

var (
	_ scs.CtxStore         = (*store.Sessions)(nil)
	_ scs.IterableCtxStore = (*store.Sessions)(nil)
	_ scs.IterableStore    = (*store.Sessions)(nil)
)

func TestUsers(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		made := must[store.User](t)(s.CreateUser(ctx, "Ana López", password))
		if made.Name != "ana lópez" || made.Shown != "Ana López" {
			t.Errorf("user is %+v", made)
		}
		_, err := s.CreateUser(ctx, "ANA LÓPEZ", password)
		wantErr(t, err, store.ErrExists)
		for _, bad := range []string{"short", strings.Repeat("x", 257)} {
			_, err = s.CreateUser(ctx, "ben", bad)
			wantErr(t, err, store.ErrInvalid)
		}
		if in := must[store.User](t)(s.Authenticate(ctx, " Ana LÓPEZ", password)); in.Name != made.Name {
			t.Errorf("signed in as %+v", in)
		}
		_, err = s.Authenticate(ctx, "ana lópez", password+".")
		wantErr(t, err, store.ErrSignIn)
		_, err = s.Authenticate(ctx, "nobody", password)
		wantErr(t, err, store.ErrSignIn)

		if err := s.ChangePassword(ctx, "ana lópez", "another long password"); err != nil {
			t.Fatal(err)
		}
		_, err = s.Authenticate(ctx, "ana lópez", password)
		wantErr(t, err, store.ErrSignIn)
		in := must[store.User](t)(s.Authenticate(ctx, "ana lópez", "another long password"))
		if in.Epoch != made.Epoch+1 {
			t.Errorf("epoch is %d after a new password, was %d", in.Epoch, made.Epoch)
		}
		in.Disabled = true
		if err := s.UpdateUser(ctx, in); err != nil {
			t.Fatal(err)
		}
		_, err = s.Authenticate(ctx, "ana lópez", "another long password")
		wantErr(t, err, store.ErrSignIn)
		if list := must[[]store.User](t)(s.Users(ctx)); len(list) != 1 || !list[0].Disabled || list[0].Epoch != made.Epoch+2 {
			t.Errorf("users are %+v", list)
		}
		wantErr(t, s.ChangePassword(ctx, "nobody", password), store.ErrNotFound)
		wantErr(t, s.UpdateUser(ctx, store.User{Name: "nobody", Shown: "x"}), store.ErrNotFound)
	})
}

func TestLastAdminStays(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		ana, ben := must[store.User](t)(s.CreateUser(ctx, "ana", password)), must[store.User](t)(s.CreateUser(ctx, "ben", password))
		ana.Admin = true
		if err := s.UpdateUser(ctx, ana); err != nil {
			t.Fatal(err)
		}
		ana.Disabled = true
		wantErr(t, s.UpdateUser(ctx, ana), store.ErrForbidden)
		ana.Disabled, ana.Admin = false, false
		wantErr(t, s.UpdateUser(ctx, ana), store.ErrForbidden)
		ben.Admin = true
		if err := errors.Join(s.UpdateUser(ctx, ben), s.UpdateUser(ctx, ana)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestLockOut(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		must[store.User](t)(s.CreateUser(ctx, "ana", password))
		for _, name := range []string{"ana", "nobody"} { // both behave alike
			for range 5 {
				_, err := s.Authenticate(ctx, name, "wrong wrong wrong")
				wantErr(t, err, store.ErrSignIn)
			}
			_, err := s.Authenticate(ctx, name, password)
			wantErr(t, err, store.ErrLocked)
			var locked *store.LockedError
			if !errors.As(err, &locked) || locked.Until.Sub(s.now()) != time.Minute {
				t.Errorf("%s: locked as %v", name, err)
			}
		}
		s.wait(time.Minute + time.Second)
		_, err := s.Authenticate(ctx, "ana", "wrong wrong wrong")
		wantErr(t, err, store.ErrSignIn)
		s.wait(time.Minute + time.Second)
		_, err = s.Authenticate(ctx, "ana", password)
		wantErr(t, err, store.ErrLocked) // the second wait is longer
		if err := s.Unlock(ctx, "ana"); err != nil {
			t.Fatal(err)
		}
		must[store.User](t)(s.Authenticate(ctx, "ana", password))
	})
}

// TestManyTriesAtOnce sends more tries at the same moment than are free: no more than five of them look at the password.
func TestManyTriesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		must[store.User](t)(s.CreateUser(t.Context(), "ana", password))
		var mu sync.Mutex
		tried, locked := 0, 0
		var group sync.WaitGroup
		for range 12 {
			group.Go(func() {
				_, err := s.Authenticate(t.Context(), "ana", "wrong wrong wrong")
				mu.Lock()
				defer mu.Unlock()
				switch {
				case errors.Is(err, store.ErrSignIn):
					tried++
				case errors.Is(err, store.ErrLocked):
					locked++
				default:
					t.Error(err)
				}
			})
		}
		group.Wait()
		if tried != 5 || locked != 7 {
			t.Errorf("%d tries looked at the password, %d were refused", tried, locked)
		}
	})
}

func TestMembers(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		must[store.User](t)(s.CreateUser(ctx, "ana", password))
		ben := must[store.User](t)(s.CreateUser(ctx, "ben", password))
		project(t, s)
		role := func(user string) store.Role { return must[store.Role](t)(s.Role(ctx, "pump", user)) }
		if role("ana") != store.Owner || role("ben") != "" || role("nobody") != "" {
			t.Errorf("roles are %q, %q, %q", role("ana"), role("ben"), role("nobody"))
		}
		wantErr(t, s.SetMember(ctx, "pump", "ana", store.Editor), store.ErrForbidden)
		wantErr(t, s.SetMember(ctx, "pump", "ana", ""), store.ErrForbidden)
		wantErr(t, s.SetMember(ctx, "pump", "nobody", store.Reader), store.ErrNotFound)
		wantErr(t, s.SetMember(ctx, "none", "ben", store.Reader), store.ErrNotFound)
		wantErr(t, s.SetMember(ctx, "pump", "ben", "king"), store.ErrInvalid)
		for _, r := range []store.Role{store.Reader, store.Reviewer, store.Owner} {
			if err := s.SetMember(ctx, "pump", "Ben", r); err != nil || role("ben") != r {
				t.Errorf("role of ben is %q (%v), want %q", role("ben"), err, r)
			}
		}
		if err := s.SetMember(ctx, "pump", "ana", ""); err != nil {
			t.Error(err)
		}
		if got := must[[]store.Member](t)(s.Members(ctx, "pump")); !slices.Equal(got, []store.Member{{User: "ben", Role: store.Owner}}) {
			t.Errorf("members are %v", got)
		}
		ben.Disabled = true
		if err := s.UpdateUser(ctx, ben); err != nil || role("ben") != "" {
			t.Errorf("role of a disabled user is %q (%v)", role("ben"), err)
		}
	})
}

func TestRolesAllow(t *testing.T) {
	order := []store.Role{store.Owner, store.Editor, store.Reviewer, store.Reader, ""}
	for i, r := range order {
		for j, needed := range order {
			if want := i <= j && needed != ""; r.Allows(needed) != want {
				t.Errorf("%q allows %q is %v", r, needed, !want)
			}
		}
	}
}

func TestSessions(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		k := s.Sessions()
		if err := errors.Join(k.Commit("token-a", []byte{1, 0, 2}, s.now().Add(time.Hour)), k.Commit("token-b", []byte("b"), s.now().Add(time.Minute)),
			k.Commit("token-b", []byte("bb"), s.now().Add(2*time.Minute))); err != nil {
			t.Fatal(err)
		}
		find := func(token string) string {
			data, found, err := k.Find(token)
			if err != nil || found != (data != nil) {
				t.Errorf("find %s: %v %v", token, found, err)
			}
			return string(data)
		}
		if find("token-a") != "\x01\x00\x02" || find("token-b") != "bb" || find("token-c") != "" {
			t.Errorf("found %q, %q and %q", find("token-a"), find("token-b"), find("token-c"))
		}
		all, err := k.All()
		if err != nil || len(all) != 2 {
			t.Errorf("all are %v (%v)", all, err)
		}
		for token := range all {
			if find(token) != "" {
				t.Error("what the database holds opens a session")
			}
		}
		s.wait(3 * time.Minute)
		if find("token-b") != "" {
			t.Error("a session outlives its end")
		}
		if err := errors.Join(k.Delete("token-a"), k.Delete("token-a")); err != nil || find("token-a") != "" {
			t.Errorf("after delete: %v", err)
		}
	})
}
