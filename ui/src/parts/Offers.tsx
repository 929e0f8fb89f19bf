/** What a field offers that takes any words: `<input list={id} />` beside it. */
export function Offers({ id, of }: { id: string; of: readonly string[] }) {
  return (
    <datalist id={id}>
      {of.map((x) => (
        <option key={x} value={x} />
      ))}
    </datalist>
  );
}
