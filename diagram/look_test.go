package diagram
import ("testing";"os";"time";"fmt")
func TestLook(t *testing.T){
 dir:=os.Getenv("LOOK"); if dir=="" { t.Skip() }
 for name,g:=range sketches(t){
  t0:=time.Now(); l:=Arrange(g,LayoutOptions{}); d:=time.Since(t0)
  s:=Draw(g,l)
  f,_:=os.Create(dir+"/"+name+".svg"); s.WriteSVG(f,Light()); f.Close()
  k:=max(s.W/780,s.H/540)
  fmt.Printf("%-20s n=%d e=%d %v  %.0fx%.0f ratio %.2f font %.1f keys %d\n",name,len(g.Nodes),len(g.Edges),d.Round(time.Millisecond),s.W,s.H,s.W/s.H,9/k,len(l.Keys))
 }
}
