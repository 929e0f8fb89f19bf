package store_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"theriac.dev/store"
)

func TestComments(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		project(t, s, "a", "1")
		add := func(c store.Comment) store.Comment {
			c.Project, c.Author = "pump", "ana"
			s.wait(time.Second)
			return must[store.Comment](t)(s.AddComment(ctx, c))
		}
		first := add(store.Comment{Target: "radio", Body: "Is it paired?"})
		second := add(store.Comment{Thread: first.Thread, Body: "Yes."})
		add(store.Comment{Target: "battery", Body: "Which kind?"})
		if second.Target != "radio" || second.Thread != first.Thread || first.Number != 1 {
			t.Errorf("answer is %+v", second)
		}
		if err := s.Resolve(ctx, "pump", first.Thread, "ben", true); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			filter store.ThreadFilter
			want   []int // comments by thread
		}{
			{store.ThreadFilter{}, []int{2, 1}},
			{store.ThreadFilter{Target: "radio"}, []int{2}},
			{store.ThreadFilter{Open: true}, []int{1}},
			{store.ThreadFilter{Review: "none"}, nil},
		} {
			list := must[[]store.Thread](t)(s.Threads(ctx, "pump", c.filter))
			if len(list) != len(c.want) {
				t.Fatalf("%+v: %d threads, want %v", c.filter, len(list), c.want)
			}
			for i, th := range list {
				if len(th.Comments) != c.want[i] {
					t.Errorf("%+v: thread %d has %d comments, want %d", c.filter, i, len(th.Comments), c.want[i])
				}
			}
		}
		got := must[[]store.Thread](t)(s.Threads(ctx, "pump", store.ThreadFilter{Target: "radio"}))[0]
		if got.ResolvedBy != "ben" || got.Resolved.IsZero() || got.Comments[0] != first || got.Comments[1] != second {
			t.Errorf("thread is %+v", got)
		}
		wantErr(t, s.Resolve(ctx, "pump", "none", "ben", true), store.ErrNotFound)
		_, err := s.AddComment(ctx, store.Comment{Project: "pump", Thread: "none", Author: "ana", Body: "x"})
		wantErr(t, err, store.ErrNotFound)
		_, err = s.AddComment(ctx, store.Comment{Project: "pump", Author: "ana"})
		wantErr(t, err, store.ErrInvalid)
		_, err = s.AddComment(ctx, store.Comment{Project: "pump", Review: "none", Author: "ana", Body: "x"})
		wantErr(t, err, store.ErrNotFound)
	})
}

func TestReviews(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		project(t, s, "a", "1")
		commit := func(text string) store.Revision {
			head := must[store.Revision](t)(s.Head(ctx, "pump"))
			return must[store.Revision](t)(s.Commit(ctx, "pump", store.Change{Base: head.Number, Author: "ana", Title: text, Files: files("a", text)}))
		}
		two := commit("2")
		r := must[store.Review](t)(s.CreateReview(ctx, store.Review{Project: "pump", Title: "Second", Author: "ana", From: 1, To: 2}))
		_, err := s.Judge(ctx, r.ID, "ben", store.Approve, "something else", "")
		wantErr(t, err, store.ErrConflict)
		v := must[store.Verdict](t)(s.Judge(ctx, r.ID, "ben", store.Approve, r.Content, "good"))
		if v.Hash != two.Hash || v.Content != two.Content {
			t.Errorf("verdict is on %s, revision is %s", v.Hash, two.Hash)
		}
		state := func() (changed, stale bool) {
			r := must[store.Review](t)(s.Review(ctx, r.ID))
			return r.Changed, r.Verdicts[0].Stale
		}
		check := func(when string, wantChanged, wantStale bool) {
			t.Helper()
			if changed, stale := state(); changed != wantChanged || stale != wantStale {
				t.Errorf("%s: changed %v, stale %v; want %v, %v", when, changed, stale, wantChanged, wantStale)
			}
		}
		check("at once", false, false)
		three := commit("3")
		check("after a later revision", true, false)
		commit("2")
		check("after undo", false, false)
		if err := s.MoveReview(ctx, r.ID, three.Number); err != nil {
			t.Fatal(err)
		}
		check("after the review moved", true, true)
		wantErr(t, s.MoveReview(ctx, r.ID, 2), store.ErrInvalid)
		wantErr(t, s.MoveReview(ctx, r.ID, 99), store.ErrNotFound)
		must[store.Comment](t)(s.AddComment(ctx, store.Comment{Project: "pump", Review: r.ID, Author: "ben", Body: "See here."}))
		if list := must[[]store.Thread](t)(s.Threads(ctx, "pump", store.ThreadFilter{Review: r.ID})); len(list) != 1 {
			t.Errorf("%d threads in the review", len(list))
		}
		must[store.Revision](t)(s.CreateProject(ctx, store.Project{ID: "other", Name: "Other"}, "ana", nil))
		_, err = s.AddComment(ctx, store.Comment{Project: "other", Review: r.ID, Author: "ben", Body: "x"})
		wantErr(t, err, store.ErrForbidden)
		if err := s.CloseReview(ctx, r.ID, "ana"); err != nil {
			t.Fatal(err)
		}
		_, err = s.Judge(ctx, r.ID, "ben", store.RequestChanges, three.Content, "")
		wantErr(t, err, store.ErrForbidden)
		if list := must[[]store.Review](t)(s.Reviews(ctx, "pump", store.ReviewFilter{})); len(list) != 1 || list[0].Closed.IsZero() || len(list[0].Verdicts) != 1 {
			t.Errorf("reviews are %+v", list)
		}
		for _, bad := range [][2]int64{{2, 2}, {3, 1}, {-1, 1}} {
			_, err = s.CreateReview(ctx, store.Review{Project: "pump", Title: "x", Author: "ana", From: bad[0], To: bad[1]})
			wantErr(t, err, store.ErrInvalid)
		}
		_, err = s.CreateReview(ctx, store.Review{Project: "pump", Title: "x", Author: "ana", From: 1, To: 99})
		wantErr(t, err, store.ErrNotFound)
	})
}

// TestArchivedTalk says what can be said of a project to one that is archived.
func TestArchivedTalk(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		project(t, s, "a", "1")
		remark := store.Comment{Project: "pump", Author: "ana", Body: "Why?"}
		first := must[store.Comment](t)(s.AddComment(ctx, remark))
		review := must[store.Review](t)(s.CreateReview(ctx, store.Review{Project: "pump", Title: "First", Author: "ana", From: 0, To: 1}))
		answer := remark
		answer.Thread = first.Thread
		say := map[string]func() error{
			"a comment":       func() error { _, err := s.AddComment(ctx, remark); return err },
			"an answer":       func() error { _, err := s.AddComment(ctx, answer); return err },
			"resolving":       func() error { return s.Resolve(ctx, "pump", first.Thread, "ben", true) },
			"a review":        func() error { _, err := s.CreateReview(ctx, review); return err },
			"a verdict":       func() error { _, err := s.Judge(ctx, review.ID, "ben", store.Approve, review.Content, ""); return err },
			"moving a review": func() error { return s.MoveReview(ctx, review.ID, 1) },
			"closing one":     func() error { return s.CloseReview(ctx, review.ID, "ana") },
		}
		must[bool](t)(s.ArchiveProject(ctx, "pump", true, store.Change{Author: "ana", Title: "Archive"}))
		for what, do := range say {
			if err := do(); !errors.Is(err, store.ErrArchived) {
				t.Errorf("%s: %v, want ErrArchived", what, err)
			}
		}
		must[bool](t)(s.ArchiveProject(ctx, "pump", false, store.Change{Author: "ana", Title: "Take back"}))
		must[store.Comment](t)(s.AddComment(ctx, answer))
		must[store.Verdict](t)(s.Judge(ctx, review.ID, "ben", store.Approve, review.Content, ""))
		if list := must[[]store.Thread](t)(s.Threads(ctx, "pump", store.ThreadFilter{Open: true})); len(list) != 1 || len(list[0].Comments) != 2 {
			t.Errorf("threads are %+v", list)
		}
	})
}

func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		mine, ours := store.Place{User: "Ana", Project: "pump"}, store.Place{Project: "pump"}
		for _, c := range []struct {
			at          store.Place
			name, value string
		}{{mine, "filter/open", "status=open"}, {mine, "filter/open", "status=open&risk=high"}, {mine, "filter/gone", "x"}, {mine, "filter/gone", ""}, {mine, "theme", "dark"}, {ours, "filter/open", "all"}} {
			if err := s.SetSetting(ctx, c.at, c.name, c.value); err != nil {
				t.Fatal(err)
			}
		}
		want := map[string]string{"filter/open": "status=open&risk=high"}
		if got := must[map[string]string](t)(s.Settings(ctx, mine, "filter/")); !maps.Equal(got, want) {
			t.Errorf("settings are %v, want %v", got, want)
		}
		if got := must[string](t)(s.Setting(ctx, ours, "filter/open")); got != "all" {
			t.Errorf("setting of the project is %q", got)
		}
		if got := must[string](t)(s.Setting(ctx, ours, "theme")); got != "" {
			t.Errorf("setting that was never set is %q", got)
		}
		wantErr(t, s.SetSetting(ctx, store.Place{}, "a", "b"), store.ErrInvalid)
	})
}

// TestPages reads talk that began all in one moment by the page, while more is written.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		project(t, s, "a", "1")
		write := func() {
			c := must[store.Comment](t)(s.AddComment(ctx, store.Comment{Project: "pump", Author: "ana", Body: "Why?"}))
			must[store.Comment](t)(s.AddComment(ctx, store.Comment{Project: "pump", Author: "ben", Thread: c.Thread, Body: "So."}))
			must[store.Review](t)(s.CreateReview(ctx, store.Review{Project: "pump", Title: "Look", Author: "ana", From: 0, To: 1}))
		}
		for range 7 {
			write()
		}
		threads := must[[]store.Thread](t)(s.Threads(ctx, "pump", store.ThreadFilter{}))
		reviews := must[[]store.Review](t)(s.Reviews(ctx, "pump", store.ReviewFilter{}))
		for from := 0; from < 7; from += 2 {
			end := min(from+2, 7)
			page := store.Page{Offset: from, Limit: 2}
			if diff := cmp.Diff(threads[from:end], must[[]store.Thread](t)(s.Threads(ctx, "pump", store.ThreadFilter{Page: page}))); diff != "" {
				t.Errorf("threads from %d:\n%s", from, diff)
			}
			if diff := cmp.Diff(reviews[from:end], must[[]store.Review](t)(s.Reviews(ctx, "pump", store.ReviewFilter{Page: page}))); diff != "" {
				t.Errorf("reviews from %d:\n%s", from, diff)
			}
		}
		var seen []store.Review
		for page := (store.Page{Limit: 2}); ; page.After = seen[len(seen)-1].ID {
			list := must[[]store.Review](t)(s.Reviews(ctx, "pump", store.ReviewFilter{Page: page}))
			if len(list) == 0 {
				break
			}
			seen = append(seen, list...)
			s.wait(time.Second)
			write() // newer ones, which would push those of the next page down
		}
		if diff := cmp.Diff(reviews, seen); diff != "" {
			t.Errorf("page by page, while others write:\n%s", diff)
		}
		if one := must[[]store.Thread](t)(s.Threads(ctx, "pump", store.ThreadFilter{ID: threads[3].ID})); len(one) != 1 || one[0].ID != threads[3].ID || len(one[0].Comments) != 2 {
			t.Errorf("one thread is %+v", one)
		}
		if err := s.CloseReview(ctx, reviews[0].ID, "ana"); err != nil {
			t.Fatal(err)
		}
		for _, r := range must[[]store.Review](t)(s.Reviews(ctx, "pump", store.ReviewFilter{Open: true})) {
			if r.ID == reviews[0].ID {
				t.Error("a closed review is listed among the open ones")
			}
		}
	})
}
