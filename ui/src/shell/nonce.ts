/** The nonce of this page, for libraries that write style elements (CodeMirror: EditorView.cspNonce). */
export const nonce: string = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
