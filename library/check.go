package library

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// maxText is how long the text of a condition may be.
const maxText = 4096

// checker parses and type-checks conditions with CEL. Its environments are made when the first condition of a kind needs
// one: a library whose compiled conditions are fresh makes none.
type checker struct{ envs map[string]*cel.Env }

// check returns the checked form of a condition, not yet linked.
func (c *checker) check(text, of string) (*node, error) {
	if len(text) > maxText {
		return nil, fmt.Errorf("condition is longer than %d characters", maxText)
	}
	env, err := c.env(of)
	if err != nil {
		return nil, err
	}
	checked, issues := env.Compile(text)
	if issues.Err() != nil {
		return nil, issueError(issues)
	}
	conv := &converter{ast: checked.NativeRep(), vars: subjects[of]}
	n, err := conv.node(conv.ast.Expr())
	if err != nil {
		return nil, err
	}
	if n.kind() != kindBool {
		return nil, fmt.Errorf("condition is a %s; it must be yes or no", kindNames[n.kind()])
	}
	return n, nil
}

// issueError puts what CEL found on one line.
func issueError(issues *cel.Issues) error {
	var out []string
	for _, e := range issues.Errors() {
		message := strings.TrimSuffix(e.Message, " (in container '')")
		if name, ok := strings.CutPrefix(message, "undefined field '"); ok {
			message += didYouMean(strings.TrimSuffix(name, "'"), fieldNames())
		}
		out = append(out, fmt.Sprintf("at column %d: %s", e.Location.Column()+1, message))
	}
	return fmt.Errorf("%s", strings.Join(out, "; "))
}

func fieldNames() []string {
	var out []string
	for i := range fields {
		out = append(out, fields[i].name)
	}
	return out
}

// env returns the CEL environment of the conditions that are asked of one kind of subject.
func (c *checker) env(of string) (*cel.Env, error) {
	if env := c.envs[of]; env != nil {
		return env, nil
	}
	if subjects[of] == nil {
		return nil, fmt.Errorf("no subject %q", of)
	}
	env, err := cel.NewCustomEnv(envOptions(of, nil)...)
	if err != nil {
		return nil, fmt.Errorf("condition environment for %s: %w", of, err)
	}
	if c.envs == nil {
		c.envs = map[string]*cel.Env{}
	}
	c.envs[of] = env
	return env, nil
}

// envOptions declares the types, variables and questions of conditions. Bind says how a question is answered; it is nil
// where conditions are only checked.
func envOptions(of string, bind func(*field) cel.OverloadOpt) []cel.EnvOption {
	registry, _ := types.NewRegistry()
	out := []cel.EnvOption{
		cel.StdLib(), cel.ClearMacros(), cel.Macros(cel.ExistsMacro, cel.AllMacro),
		cel.CustomTypeProvider(provider{registry}), cel.ParserExpressionSizeLimit(maxText), cel.ParserRecursionLimit(maxDepth / 2),
	}
	for _, v := range subjects[of] {
		out = append(out, cel.Variable(v.name, celType(v.kind)))
	}
	for i := range fields {
		f := &fields[i]
		if f.arg == "" {
			continue
		}
		var opts []cel.OverloadOpt
		if bind != nil {
			opts = append(opts, bind(f))
		}
		id := strings.ToLower(kindNames[f.on]) + "_" + f.name
		out = append(out, cel.Function(f.name, cel.MemberOverload(id, []*cel.Type{celType(f.on), cel.StringType}, celType(f.to), opts...)))
	}
	return out
}

func celType(k kind) *cel.Type {
	switch {
	case k == kindBool:
		return cel.BoolType
	case k == kindInt:
		return cel.IntType
	case k == kindText:
		return cel.StringType
	case k.item() != kindNone:
		return cel.ListType(celType(k.item()))
	}
	return cel.ObjectType(kindNames[k])
}

// provider tells CEL about the fields of our types.
type provider struct{ *types.Registry }

func kindNamed(name string) kind {
	for k := kindTerms; k <= kindDevice; k++ {
		if kindNames[k] == name {
			return k
		}
	}
	return kindNone
}

// FindStructType returns the type of that name.
func (p provider) FindStructType(name string) (*types.Type, bool) {
	if k := kindNamed(name); k != kindNone {
		return types.NewTypeTypeWithParam(celType(k)), true
	}
	return nil, false
}

// FindStructFieldNames returns the fields of a type.
func (p provider) FindStructFieldNames(name string) ([]string, bool) {
	k := kindNamed(name)
	var out []string
	for i := range fields {
		if fields[i].on == k && fields[i].arg == "" {
			out = append(out, fields[i].name)
		}
	}
	return out, k != kindNone
}

// FindStructFieldType returns the type of a field.
func (p provider) FindStructFieldType(name, fieldName string) (*types.FieldType, bool) {
	f := fieldOf(kindNamed(name), fieldName)
	if f == nil || f.arg != "" {
		return nil, false
	}
	return &types.FieldType{Type: celType(f.to)}, true
}

// NewValue refuses: a condition makes no objects.
func (p provider) NewValue(name string, _ map[string]ref.Val) ref.Val {
	return types.NewErr("a condition cannot make a %s", name)
}

// converter turns the checked tree of CEL into ours and refuses what conditions do not have.
type converter struct {
	ast   *ast.AST
	vars  []subject
	loops int
}

func (c *converter) node(e ast.Expr) (*node, error) {
	switch e.Kind() {
	case ast.LiteralKind:
		return literal(e.AsLiteral())
	case ast.IdentKind:
		r := irReader{vars: c.vars, loops: c.loops}
		if n := r.variable(e.AsIdent()); n != nil {
			return n, nil
		}
		return nil, fmt.Errorf("%q is no variable of this condition", e.AsIdent())
	case ast.SelectKind:
		of, err := c.node(e.AsSelect().Operand())
		if err != nil {
			return nil, err
		}
		if n := fieldNode(of, e.AsSelect().FieldName(), ""); n != nil && !e.AsSelect().IsTestOnly() {
			return n, nil
		}
		return nil, fmt.Errorf("%s has no field %q", of, e.AsSelect().FieldName())
	case ast.CallKind:
		return c.call(e.AsCall())
	case ast.ComprehensionKind:
		return c.loop(e.AsComprehension())
	}
	return nil, fmt.Errorf("a condition has no lists but those after `in`, and no maps or objects")
}

func literal(v ref.Val) (*node, error) {
	switch v := v.(type) {
	case types.String:
		return &node{op: opText, text: string(v)}, nil
	case types.Int:
		return &node{op: opInt, num: int(v)}, nil
	case types.Bool:
		if v {
			return &node{op: opTrue}, nil
		}
		return &node{op: opFalse}, nil
	}
	return nil, fmt.Errorf("a condition has no constant of the type %s", v.Type().TypeName())
}

func (c *converter) call(call ast.CallExpr) (*node, error) {
	if call.IsMemberFunction() {
		return c.question(call)
	}
	if call.FunctionName() == operators.In {
		return c.in(call.Args())
	}
	var kids []*node
	for _, arg := range call.Args() {
		n, err := c.node(arg)
		if err != nil {
			return nil, err
		}
		kids = append(kids, n)
	}
	return operation(call.FunctionName(), kids)
}

// operation returns the node of an operator.
func operation(name string, kids []*node) (*node, error) {
	n := &node{kids: kids}
	switch name {
	case operators.LogicalAnd:
		n.op, n.kids = opAnd, flatten(opAnd, kids)
	case operators.LogicalOr:
		n.op, n.kids = opOr, flatten(opOr, kids)
	case operators.LogicalNot:
		n.op = opNot
	case operators.Equals, operators.NotEquals:
		switch kids[0].kind() {
		case kindText:
			n.op = opTextEq
		case kindInt:
			n.op = opIntEq
		case kindBool:
			n.op = opBoolEq
		default:
			return nil, fmt.Errorf("%s and %s cannot be compared; ask with .is('word')", kids[0], kids[1])
		}
		if name == operators.NotEquals {
			n.op++
		}
	case operators.Less:
		n.op = opLt
	case operators.LessEquals:
		n.op = opLe
	case operators.Greater:
		n.op = opGt
	case operators.GreaterEquals:
		n.op = opGe
	default:
		return nil, fmt.Errorf("a condition has no operation %q; it has && || ! == != < <= > >= in, exists and all", strings.Trim(name, "_@"))
	}
	if n.shape() != nil {
		return nil, fmt.Errorf("%s is asked of things that cannot be compared", n)
	}
	return n, nil
}

// flatten makes one `and` of nested ones.
func flatten(o op, kids []*node) []*node {
	var out []*node
	for _, k := range kids {
		if k.op == o {
			out = append(out, k.kids...)
			continue
		}
		out = append(out, k)
	}
	return out
}

// question converts flow.carries('x') and its like.
func (c *converter) question(call ast.CallExpr) (*node, error) {
	of, err := c.node(call.Target())
	if err != nil {
		return nil, err
	}
	args := call.Args()
	if len(args) != 1 || args[0].Kind() != ast.LiteralKind {
		return nil, fmt.Errorf("%s.%s asks for one word in quotes", of, call.FunctionName())
	}
	word, _ := args[0].AsLiteral().(types.String)
	if !isWord(string(word)) {
		return nil, fmt.Errorf("%s.%s asks for one word in quotes, not %q", of, call.FunctionName(), string(word))
	}
	if n := fieldNode(of, call.FunctionName(), string(word)); n != nil {
		return n, nil
	}
	return nil, fmt.Errorf("%s has no question %q", of, call.FunctionName())
}

func (c *converter) in(args []ast.Expr) (*node, error) {
	of, err := c.node(args[0])
	if err != nil {
		return nil, err
	}
	if args[1].Kind() != ast.ListKind || of.kind() != kindText {
		return nil, fmt.Errorf("`in` asks whether a text is one of a list of words in brackets")
	}
	n := &node{op: opIn, kids: []*node{of}}
	for _, e := range args[1].AsList().Elements() {
		word, ok := types.String(""), false
		if e.Kind() == ast.LiteralKind {
			word, ok = e.AsLiteral().(types.String)
		}
		if !ok {
			return nil, fmt.Errorf("the list after `in` must hold words in quotes only")
		}
		n.texts = append(n.texts, string(word))
	}
	return n, nil
}

// loop converts what exists and all were expanded to: the predicate is the second operand of the step.
func (c *converter) loop(e ast.ComprehensionExpr) (*node, error) {
	list, err := c.node(e.IterRange())
	if err != nil {
		return nil, err
	}
	item := list.kind().item()
	if item == kindNone || c.loops == maxLoops {
		return nil, fmt.Errorf("exists and all go over flow.data, element.inbound, element.outbound or element.interfaces, at most %d deep", maxLoops)
	}
	step := e.LoopStep().AsCall()
	n := &node{op: opExists, text: e.IterVar(), slot: uint8(c.loops)}
	if step.FunctionName() == operators.LogicalAnd {
		n.op = opAll
	}
	vars := c.vars
	c.vars = append(vars[:len(vars):len(vars)], subject{e.IterVar(), item, opSlot})
	c.loops++
	body, err := c.node(step.Args()[1])
	c.vars, c.loops = vars, c.loops-1
	n.kids = []*node{list, body}
	return n, err
}

// isWord reports whether a text can be the id of a term or an attribute.
func isWord(s string) bool {
	for _, c := range s {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return s != ""
}
