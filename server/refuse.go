package server

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// unforeseen is what the caller is told of an error that nobody foresaw.
const unforeseen = "something went wrong on the server; its log says what"

// refuse answers with a problem document where the request does not come as far as an operation of the API.
func refuse(w http.ResponseWriter, status int, code, detail string) {
	head := w.Header()
	head.Set("Content-Type", "application/problem+json")
	head.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(problem(status, code, detail)) // the caller is gone
}

// noOperation answers for paths of the API that no operation has, and for methods that a path does not know.
func noOperation(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); strings.HasPrefix(pattern, method+" ") {
				allowed = append(allowed, method)
			}
		}
		if slices.Contains(allowed, http.MethodGet) {
			allowed = append(allowed, http.MethodHead)
		}
		if len(allowed) == 0 {
			refuse(w, http.StatusNotFound, "missing", "the API has no such path; /api/openapi.json lists those that it has")
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		refuse(w, http.StatusMethodNotAllowed, "method", "this path answers to "+strings.Join(allowed, ", "))
	}
}
