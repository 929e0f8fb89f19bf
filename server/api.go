package server

import (
	"context"
	"errors"
	"net/http"
	"path"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"theriac.dev/foreign"
	"theriac.dev/model"
	"theriac.dev/store"
)

// prefix is where the API lives. Its version changes when a key is taken away or changes its meaning.
const prefix = "/api/v1"

// routes makes the handler of everything.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	s.describe(mux)
	mux.HandleFunc("/api/", noOperation(mux))
	if s.o.UI != nil {
		mux.Handle("/", s.o.UI)
	}
	return s.guard(mux)
}

// describe registers the operations of the API, each in the file of its resource.
func (s *Server) describe(mux *http.ServeMux) {
	config := huma.DefaultConfig("Theriac", "1")
	config.Info.Description = "Threat models of medical devices: projects, their models and findings, and the commands that change them."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "/api/openapi", "", ""
	config.CreateHooks = nil // no $schema in answers
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Transformers = []huma.Transformer{coded}
	s.api = humago.New(mux, config)
	api := huma.NewGroup(s.api, prefix)
	api.UseMiddleware(s.signedIn)
	s.sessionRoutes(api)
	s.projectRoutes(api)
	s.archiveRoutes(api)
	s.stateRoutes(api)
	s.commandRoutes(api)
	s.historyRoutes(api)
	s.findingRoutes(api)
	s.riskRoutes(api)
	s.treeRoutes(api)
	s.analysisRoutes(api)
	s.diagramRoutes(api)
	s.reportRoutes(api)
	s.commentRoutes(api)
	s.reviewRoutes(api)
	s.libraryRoutes(api)
	s.startRoutes(api)
	s.importRoutes(api)
	s.peopleRoutes(api)
	s.editorRoutes(api)
	s.tidySchemas()
}

// schemaName names the schema of a type; those of other packages carry the package, since several have a Finding.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	pkg := path.Base(t.PkgPath())
	if t.Name() == "" || !strings.HasPrefix(t.PkgPath(), "theriac.dev/") || pkg == "server" {
		return name
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:] + name
}

// tidySchemas says that lists are never null: the answers have none, and requests may leave them out. Answers that are
// bytes, such as pictures, are told as what they are.
func (s *Server) tidySchemas() {
	for _, item := range s.api.OpenAPI().Paths {
		if op := item.Get; op != nil {
			for _, r := range op.Responses {
				if media := r.Content["application/json"]; media != nil && media.Schema != nil && media.Schema.Type == huma.TypeString {
					delete(r.Content, "application/json")
					r.Content["*/*"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
				}
			}
		}
	}
	for _, schema := range s.api.OpenAPI().Components.Schemas.Map() {
		noNullLists(schema)
	}
}

func noNullLists(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	noNullLists(s.Items)
	for _, p := range s.Properties {
		noNullLists(p)
	}
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		noNullLists(more)
	}
}

// coded gives errors that were found before an operation began, such as a body of another form, a code too, and takes out
// of them what the caller sent: it may be a secret.
func coded(_ huma.Context, _ string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	for _, d := range e.Errors {
		d.Value = nil
	}
	return &Problem{ErrorModel: *e, Code: "bad"}, nil
}

// Problem is an error with more than words (RFC 9457).
type Problem struct {
	huma.ErrorModel
	Code    string  `json:"code,omitempty" doc:"Kind of problem, stable: clash, needs, refused, nothing, unreadable."`
	Head    int64   `json:"head,omitempty" doc:"clash: the newest revision."`
	Clashes []Clash `json:"clashes,omitempty" doc:"clash: what both wrote."`
	Finding string  `json:"finding,omitempty" doc:"needs: the finding that is decided."`
	Hint    string  `json:"hint,omitempty" doc:"refused, unreadable: what to do next."`
	Needs   []Need  `json:"needs,omitempty" doc:"needs: what the decision has to say."`
	File    string  `json:"file,omitempty" doc:"unreadable: the file."`
	Line    int     `json:"line,omitempty" doc:"unreadable: the line, where it can be known."`
	Column  int     `json:"column,omitempty" doc:"unreadable: the column."`
}

func problem(status int, code, detail string) *Problem {
	return &Problem{ErrorModel: huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: detail}, Code: code}
}

// kinds are the errors that a caller answers differently, with the status and code that they are told by.
var kinds = []struct {
	err    error
	status int
	code   string
}{
	{errNothing, http.StatusUnprocessableEntity, "nothing"},
	{errBad, http.StatusUnprocessableEntity, "bad"},
	{errNoProject, http.StatusNotFound, "missing"},
	{errNoFinding, http.StatusNotFound, "missing"},
	{errNoTree, http.StatusNotFound, "missing"},
	{errNoReport, http.StatusNotFound, "missing"},
	{errNoAnalysis, http.StatusUnprocessableEntity, "no-analysis"},
	{errClosed, http.StatusServiceUnavailable, "closing"},
	{errBusy, http.StatusServiceUnavailable, "busy"},
	{store.ErrNotFound, http.StatusNotFound, "missing"},
	{store.ErrExists, http.StatusConflict, "exists"},
	{store.ErrInvalid, http.StatusUnprocessableEntity, "bad"},
	{store.ErrConflict, http.StatusConflict, "clash"},
	{store.ErrKeyReused, http.StatusUnprocessableEntity, "bad"},
	{store.ErrArchived, http.StatusConflict, "archived"},
	{store.ErrForbidden, http.StatusForbidden, "forbidden"},
	{store.ErrSignIn, http.StatusUnauthorized, "sign-in"},
	{store.ErrFull, http.StatusInsufficientStorage, "full"},
	{store.ErrBusy, http.StatusServiceUnavailable, "busy"},
	{store.ErrInUse, http.StatusConflict, "in-use"},
	{store.ErrUnsettled, http.StatusServiceUnavailable, "busy"},
}

// told turns an error into what the caller is told. An error that nobody foresaw is logged and not shown.
func (s *Server) told(err error) error {
	var clash *clashed
	var lacks *unmet
	var refused *model.Refused
	var locked *store.LockedError
	var odd *foreign.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &clash):
		p := problem(http.StatusConflict, "clash", clash.detail)
		p.Head, p.Clashes = clash.head, clash.clashes
		return p
	case errors.As(err, &lacks):
		p := problem(http.StatusUnprocessableEntity, "needs", lacks.Error())
		p.Finding, p.Needs = lacks.finding, lacks.needs
		return p
	case errors.As(err, &refused):
		p := problem(http.StatusUnprocessableEntity, "refused", refused.Message)
		p.Hint = refused.Hint
		return p
	case errors.As(err, &odd):
		return unreadable(odd)
	case errors.As(err, &locked):
		wait := strconv.Itoa(int(time.Until(locked.Until).Seconds()) + 1)
		return huma.ErrorWithHeaders(problem(http.StatusTooManyRequests, "locked", locked.Error()), http.Header{"Retry-After": {wait}})
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return problem(http.StatusServiceUnavailable, "interrupted", "the request was broken off")
	}
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return problem(k.status, k.code, strings.TrimPrefix(err.Error(), errBad.Error()+": "))
		}
	}
	s.log.Error("request failed", "error", err)
	return problem(http.StatusInternalServerError, "internal", unforeseen)
}
