package goals_test

import (
	"strings"
	"testing"

	"theriac.dev/engine"
	. "theriac.dev/goals"
)

func TestOverview(t *testing.T) {
	text := strings.Replace(pump, "anti-goals:\n", "  records: {text: Records are kept, kind: compliance, owner: QA}\nanti-goals:\n", 1)
	list := Overview(analyse(t, text))
	var ids []string
	by := map[string]Standing{}
	for _, s := range list {
		ids = append(ids, s.Goal.ID.Value)
		by[s.Goal.ID.Value] = s
	}
	if got := strings.Join(ids, " "); got != "rate-kept safe records" {
		t.Error("order:", got)
	}
	safe := by["safe"]
	for _, c := range []struct {
		what, want string
		got        []string
	}{
		{"below", "rate-kept", safe.Below}, {"serves", "safe", by["rate-kept"].Serves},
		{"functions", "deliver", safe.Functions}, {"assets", "rate", safe.Assets},
		{"anti-goals", "harm", safe.AntiGoals}, {"trees", "over", safe.Trees}, {"hazards", "H1", safe.Hazards},
		{"gaps", "nobody answers for goal `rate-kept`", safe.Gaps},
		{"gaps of records", "it rests on no function and no asset, so nothing can be found against it; no anti-goal says who would break it, and what for", by["records"].Gaps},
	} {
		if got := strings.Join(c.got, "; "); got != c.want {
			t.Errorf("%s: %s; want %s", c.what, got, c.want)
		}
	}
	if !safe.Threatened || safe.Worst == nil || safe.WorstBefore == nil || by["records"].Worst != nil || by["records"].Threatened {
		t.Errorf("%+v", safe)
	}
	for _, f := range safe.Findings { // an independent look at what is worst
		if f.Risk.Level[engine.Before] > safe.WorstBeforeFinding.Risk.Level[engine.Before] {
			t.Error(f.ID, "is worse than", safe.WorstBeforeFinding.ID)
		}
	}
}

// TestOverviewInCircles: goals that are part of each other do not hang anything up.
func TestOverviewInCircles(t *testing.T) {
	a := analyse(t, strings.Replace(pump, "safe: {", "safe: {part-of: [rate-kept], ", 1))
	for _, s := range Overview(a) {
		if len(s.Below) != 1 || len(s.Serves) != 1 {
			t.Errorf("%s: %v %v", s.Goal.ID.Value, s.Below, s.Serves)
		}
	}
}
