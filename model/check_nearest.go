package model

import "strings"

// Nearest returns the word of among that someone who typed word most probably meant, or "" where none is near. Upper
// and lower case do not count. Of equally near words the first is returned. It counts as near what at most every third
// letter separates: a letter missing, added, changed, or swapped with its neighbour (Damerau-Levenshtein distance). Words
// that share no letter are never near.
func Nearest(word string, among []string) string {
	best, near := -1, ""
	low := strings.ToLower(word)
	var m distancer
	for _, candidate := range among {
		long := max(len(low), len(candidate))
		limit := min((long+2)/3, long-1)
		if best >= 0 {
			limit = min(limit, best-1)
		}
		if d := m.distance(low, strings.ToLower(candidate), limit); d <= limit {
			best, near = d, candidate
			if d == 0 {
				break
			}
		}
	}
	return near
}

// distancer keeps its rows between calls.
type distancer struct{ rows [3][]int }

// distance returns the edit distance of two words in bytes, or some number above limit where it is above limit.
func (m *distancer) distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	for i := range m.rows {
		if len(m.rows[i]) <= len(b) {
			m.rows[i] = make([]int, len(b)+16)
		}
	}
	before, last, row := m.rows[0], m.rows[1], m.rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
