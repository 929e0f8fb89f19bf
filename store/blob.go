package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"sync"
)

const (
	maxDepth    = 24       // steps from a content to one that is kept whole
	recentBytes = 16 << 20 // contents kept in memory
)

// putBlob keeps a content under its hash. Where it differs from the content before it in one stretch, as it does after
// most edits, only that stretch is kept.
func (s *Store) putBlob(ctx context.Context, q querier, sum string, data []byte, before string) error {
	var depth int64
	err := q.QueryRowContext(ctx, `select depth from blobs where hash = $1`, sum).Scan(&depth)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	b := blob{middle: data}
	if before != "" {
		if b, err = s.against(ctx, q, data, before); err != nil {
			return err
		}
	}
	packed, err := pack(b.middle)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `insert into blobs (hash, size, base, depth, front, back, bytes) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (hash) do nothing`, sum, len(data), b.base, b.depth, b.front, b.back, packed)
	if err == nil {
		s.recent.put(sum, bytes.Clone(data))
	}
	return err
}

// blob is a row of blobs, or the content itself where base is not valid.
type blob struct {
	base               sql.NullString
	size               int64
	depth, front, back int64
	middle             []byte
}

// against expresses a content by way of the one before it, if that is worth it.
func (s *Store) against(ctx context.Context, q querier, data []byte, before string) (blob, error) {
	var depth int64
	whole := blob{middle: data}
	if err := q.QueryRowContext(ctx, `select depth from blobs where hash = $1`, before).Scan(&depth); err != nil || depth >= maxDepth {
		return whole, err
	}
	old, err := s.getBlob(ctx, q, before)
	if err != nil {
		return whole, err
	}
	front := commonFront(old, data)
	back := commonBack(old[front:], data[front:])
	if middle := data[front : len(data)-back]; len(middle) <= len(data)/2 {
		return blob{base: sql.NullString{String: before, Valid: true}, depth: depth + 1, front: int64(front), back: int64(back), middle: middle}, nil
	}
	return whole, nil
}

func commonFront(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

func commonBack(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[len(a)-1-i] != b[len(b)-1-i] {
			return i
		}
	}
	return n
}

// getBlob returns the content with a hash. The caller must not change it.
func (s *Store) getBlob(ctx context.Context, q querier, sum string) ([]byte, error) {
	if data, ok := s.recent.get(sum); ok {
		return data, nil
	}
	data, err := readBlob(ctx, q, sum, 0, s.recent.get)
	if err != nil {
		return nil, err
	}
	if sumOf(data) != sum {
		return nil, fmt.Errorf("%w: content %s is not what was written; run the integrity check and restore a backup", ErrBroken, sum)
	}
	s.recent.put(sum, data)
	return data, nil
}

// readBlob puts a content together from its steps. known may shorten the way.
func readBlob(ctx context.Context, q querier, sum string, steps int, known func(string) ([]byte, bool)) ([]byte, error) {
	if data, ok := known(sum); ok {
		return data, nil
	}
	if steps > maxDepth {
		return nil, fmt.Errorf("%w: content %s has more than %d steps", ErrBroken, sum, maxDepth)
	}
	var b blob
	var packed []byte
	err := q.QueryRowContext(ctx, `select size, base, front, back, bytes from blobs where hash = $1`, sum).Scan(&b.size, &b.base, &b.front, &b.back, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%w: content %s is missing; restore a backup", ErrBroken, sum)
	}
	if err != nil {
		return nil, err
	}
	if b.middle, err = unpack(packed); err != nil {
		return nil, fmt.Errorf("%w: content %s cannot be unpacked; restore a backup (%w)", ErrBroken, sum, err)
	}
	if !b.base.Valid {
		return b.middle, nil
	}
	old, err := readBlob(ctx, q, b.base.String, steps+1, known)
	if err != nil {
		return nil, err
	}
	return b.splice(old, sum)
}

func (b blob) splice(old []byte, sum string) ([]byte, error) {
	n := int64(len(old))
	if b.front < 0 || b.back < 0 || b.front > n || b.back > n-b.front || b.front+b.back+int64(len(b.middle)) != b.size {
		return nil, fmt.Errorf("%w: content %s does not fit the one it rests on; restore a backup", ErrBroken, sum)
	}
	out := make([]byte, 0, b.size)
	out = append(out, old[:b.front]...)
	out = append(out, b.middle...)
	return append(out, old[n-b.back:]...), nil
}

const (
	plain  = 0 // first byte of what is stored: the rest is the content
	packed = 1 // the rest is the content in the format of RFC 1951 (DEFLATE)
)

func pack(data []byte) ([]byte, error) {
	if len(data) > 128 {
		var out bytes.Buffer
		out.WriteByte(packed)
		w, err := flate.NewWriter(&out, flate.DefaultCompression)
		if err != nil {
			return nil, err
		}
		_, err = w.Write(data)
		if err = errors.Join(err, w.Close()); err != nil {
			return nil, err
		}
		if out.Len() <= len(data) {
			return out.Bytes(), nil
		}
	}
	return append([]byte{plain}, data...), nil
}

func unpack(stored []byte) ([]byte, error) {
	if len(stored) == 0 || stored[0] > packed {
		return nil, errors.New("its first byte says no known form")
	}
	if stored[0] == plain {
		return stored[1:], nil
	}
	data, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(stored[1:])), MaxFile+1))
	if err == nil && len(data) > MaxFile {
		err = errors.New("it is larger than a file can be")
	}
	return data, err
}

// recent keeps the contents that were used last, so that neither the next commit nor the next reader has to put them
// together.
type recent struct {
	mu    sync.Mutex
	most  int
	size  int
	by    map[string][]byte
	order []string // oldest first
}

func newRecent(most int) *recent { return &recent{most: most, by: map[string][]byte{}} }

func (r *recent) get(sum string) ([]byte, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	data, ok := r.by[sum]
	return data, ok
}

func (r *recent) put(sum string, data []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.by[sum]; ok || len(data) > r.most/4 {
		return
	}
	r.by[sum] = data
	r.order = append(r.order, sum)
	for r.size += len(data); r.size > r.most; r.order = r.order[1:] {
		r.size -= len(r.by[r.order[0]])
		delete(r.by, r.order[0])
	}
}
