package tree
import ("testing";"fmt";"pgregory.net/rapid")
func TestZZ(t *testing.T){
 c:=map[string]int{}
 rapid.Check(t, func(r *rapid.T){
  s:=draw12(r,true); c["n"]++
  if len(s.attacks)>0 {c["some"]++}
  if len(s.attacks)>4 {c[">4"]++}
  if len(s.attacks)>15 {c[">15"]++}
  a:=s.t.Attacks(s.active)
  if a.ordered {c["ordered"]++}
  if a.tangled {c["tangled"]++
    d,_:=draw(a.formula,1<<20)
    if fmt.Sprint(d.z.count(d.root))!=fmt.Sprint(len(s.attacks)) {c["differs"]++}
    found,_,_:=a.list(d); for _,f:=range found { if !a.reachable(f.set) {c["contradictory"]++; break}}
    if len(s.attacks)==0 {c["tangled none"]++}
  }
  if len(s.o.leaves)>=8 {c["leaves>=8"]++}
  f:=s.t.Attacks(nil); if fmt.Sprint(f.Count().N)!=fmt.Sprint(len(s.attacks)) {c["defences matter"]++}
  if len(a.Front(Cost,Time).Points)>1 {c["front>1"]++}
  for _,x:=range a.Minimal(100).Attacks { if !x.TimeExact {c["inexact"]++}; if len(x.Before)>0 {c["before"]++;break}}
 })
 fmt.Println(c)
}
