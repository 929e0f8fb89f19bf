package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/store"
)

// Account is somebody who can sign in.
type Account struct {
	Name     string `json:"name" doc:"Name to sign in with."`
	Shown    string `json:"shown" doc:"Name shown to others."`
	Admin    bool   `json:"admin" doc:"May manage people."`
	Disabled bool   `json:"disabled" doc:"Cannot sign in."`
}

// NewAccount is an account to be made.
type NewAccount struct {
	Name     string `json:"name" minLength:"1" maxLength:"64" doc:"Name to sign in with."`
	Password string `json:"password" minLength:"12" maxLength:"256" format:"password" writeOnly:"true" doc:"Its first password."`
	Admin    bool   `json:"admin,omitempty" doc:"May manage people."`
}

// AccountStep changes an account.
type AccountStep struct {
	Shown    *string `json:"shown,omitempty" maxLength:"100" doc:"Name shown to others."`
	Admin    *bool   `json:"admin,omitempty" doc:"May manage people."`
	Disabled *bool   `json:"disabled,omitempty" doc:"Cannot sign in; sessions end."`
	Password string  `json:"password,omitempty" maxLength:"256" format:"password" writeOnly:"true" doc:"A new password; sessions end."`
	Old      string  `json:"old,omitempty" maxLength:"256" format:"password" writeOnly:"true" doc:"The old password, for one's own."`
}

// Member is somebody with a role in a project.
type Member struct {
	Name  string `json:"name" doc:"Name of the account."`
	Shown string `json:"shown" doc:"Name shown to others."`
	Role  string `json:"role" enum:"owner,editor,reviewer,reader" doc:"What they may do."`
}

// MemberStep gives somebody a role.
type MemberStep struct {
	Name string `json:"name" minLength:"1" maxLength:"64" doc:"Name of the account."`
	Role string `json:"role" enum:"owner,editor,reviewer,reader,none" doc:"What they may do; none takes them out."`
}

var errNoAccounts = errors.New("there are no accounts here")

func (s *Server) peopleRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-people", Method: http.MethodGet, Path: "/people", Summary: "People with accounts", Tags: []string{"people"}, Errors: problems},
		func(ctx context.Context, _ *struct{}) (*struct{ Body []Account }, error) {
			out := []Account{}
			if !s.accounts() {
				return &struct{ Body []Account }{out}, nil
			}
			list, err := s.store.Users(ctx)
			for _, u := range list {
				out = append(out, Account{u.Name, u.Shown, u.Admin, u.Disabled})
			}
			return &struct{ Body []Account }{out}, s.told(err)
		})
	huma.Register(api, huma.Operation{OperationID: "add-person", Method: http.MethodPost, Path: "/people", Summary: "Make an account", Tags: []string{"people"}, DefaultStatus: http.StatusCreated,
		Errors: append([]int{http.StatusConflict}, problems...)},
		func(ctx context.Context, in *struct{ Body NewAccount }) (*struct{ Body Account }, error) {
			u, err := s.addPerson(ctx, &in.Body)
			return &struct{ Body Account }{Account{u.Name, u.Shown, u.Admin, u.Disabled}}, s.told(err)
		})
	huma.Register(api, huma.Operation{OperationID: "step-person", Method: http.MethodPost, Path: "/people/{name}", Summary: "Change an account", Tags: []string{"people"}, Errors: problems},
		func(ctx context.Context, in *struct {
			Name string `path:"name" maxLength:"64" doc:"Name of the account."`
			Body AccountStep
		}) (*struct{ Body Account }, error) {
			u, err := s.stepPerson(ctx, in.Name, &in.Body)
			return &struct{ Body Account }{Account{u.Name, u.Shown, u.Admin, u.Disabled}}, s.told(err)
		})
	s.memberRoutes(api)
}

func (s *Server) memberRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-members", Method: http.MethodGet, Path: "/projects/{project}/members", Summary: "Who works on a project", Tags: []string{"people"}, Errors: problems},
		func(ctx context.Context, in *InProject) (*struct{ Body []Member }, error) {
			list, err := s.members(ctx, in.Project)
			return &struct{ Body []Member }{list}, s.told(err)
		})
	huma.Register(api, huma.Operation{OperationID: "step-member", Method: http.MethodPost, Path: "/projects/{project}/members", Summary: "Give somebody a role", Tags: []string{"people"}, Errors: problems},
		func(ctx context.Context, in *struct {
			InProject
			Body MemberStep
		}) (*struct{ Body []Member }, error) {
			if err := s.stepMember(ctx, in.Project, &in.Body); err != nil {
				return nil, s.told(err)
			}
			list, err := s.members(ctx, in.Project)
			return &struct{ Body []Member }{list}, s.told(err)
		})
}

// mayManage refuses those who may not manage people.
func (s *Server) mayManage(ctx context.Context) error {
	if !s.accounts() {
		return fmt.Errorf("%w: %w", store.ErrForbidden, errNoAccounts)
	}
	if !caller(ctx).Admin {
		return fmt.Errorf("%w: this needs somebody who may manage people", store.ErrForbidden)
	}
	return nil
}

func (s *Server) addPerson(ctx context.Context, n *NewAccount) (store.User, error) {
	if err := s.mayManage(ctx); err != nil {
		return store.User{}, err
	}
	u, err := s.store.CreateUser(ctx, n.Name, n.Password)
	if err == nil && n.Admin {
		u.Admin = true
		err = s.store.UpdateUser(ctx, u)
	}
	return u, err
}

// stepPerson changes an account: one's own password and shown name, or as somebody who manages people, all of it.
func (s *Server) stepPerson(ctx context.Context, name string, b *AccountStep) (store.User, error) {
	if !s.accounts() {
		return store.User{}, fmt.Errorf("%w: %w", store.ErrForbidden, errNoAccounts)
	}
	u, err := s.store.User(ctx, name)
	if err != nil {
		return u, err
	}
	own := caller(ctx).Name == u.Name // whatever the case of the letters that the name was asked for with
	if !own || b.Admin != nil || b.Disabled != nil {
		if err := s.mayManage(ctx); err != nil {
			return store.User{}, err
		}
	}
	if own && b.Password != "" {
		if _, err := s.store.Authenticate(ctx, name, b.Old); err != nil {
			return store.User{}, err
		}
	}
	if own && (b.Disabled != nil && *b.Disabled || b.Admin != nil && !*b.Admin) {
		return store.User{}, bad("nobody can shut themselves out; let another do it")
	}
	if b.Shown != nil {
		u.Shown = line(*b.Shown, 100)
	}
	if b.Admin != nil {
		u.Admin = *b.Admin
	}
	if b.Disabled != nil {
		u.Disabled = *b.Disabled
	}
	if err := s.store.UpdateUser(ctx, u); err != nil {
		return u, err
	}
	if b.Password != "" {
		if err := s.store.ChangePassword(ctx, name, b.Password); err != nil {
			return u, err
		}
		// Whoever forgot a password has tried it too often.
		if err := s.store.Unlock(ctx, name); err != nil {
			return u, err
		}
	}
	if b.Password != "" || u.Disabled {
		s.live.leave(u.Name)
	}
	if u, err = s.store.User(ctx, name); err != nil || !own || b.Password == "" {
		return u, err
	}
	return u, s.enterAs(ctx, u) // all other sessions end; this one goes on
}

func (s *Server) members(ctx context.Context, project string) ([]Member, error) {
	out := []Member{}
	if s.places != nil {
		role, err := s.roleOf(ctx, project, caller(ctx))
		if err != nil {
			return nil, err
		}
		me := caller(ctx)
		return []Member{{me.Name, me.Shown, string(role)}}, nil
	}
	if _, err := s.roleOf(ctx, project, caller(ctx)); err != nil {
		return nil, err
	}
	list, err := s.store.Members(ctx, project)
	for _, m := range list {
		u, err := s.store.User(ctx, m.User)
		if err != nil {
			return nil, err
		}
		out = append(out, Member{u.Name, u.Shown, string(m.Role)})
	}
	return out, err
}

func (s *Server) stepMember(ctx context.Context, project string, b *MemberStep) error {
	if err := s.mayOwn(ctx, project, "in a folder everybody who may come in may edit"); err != nil {
		return err
	}
	wanted := store.Role(b.Role)
	if b.Role == "none" {
		wanted = ""
	}
	if err := s.store.SetMember(ctx, project, b.Name, wanted); err != nil {
		return err
	}
	u, err := s.store.User(ctx, b.Name)
	if err != nil {
		return err
	}
	if wanted == "" {
		s.live.shut(project, u.Name)
		return nil
	}
	s.live.note(project, "role", Member{u.Name, u.Shown, b.Role})
	return nil
}
