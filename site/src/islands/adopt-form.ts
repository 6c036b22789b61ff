/** The form as it was sent, with what was entered into it, and the field that has the focus. */
export interface SentForm {
  form: HTMLFormElement;
  inputs: HTMLInputElement[];
  focused: number;
}

/** The planner's form on the page, if there is a page: none on the server. */
export function findSentForm(): SentForm | null {
  if (typeof document === 'undefined') return null;
  const form = document.querySelector<HTMLFormElement>('.planner form');
  if (form === null) return null;
  const inputs = [...form.querySelectorAll('input')];
  return { form, inputs, focused: inputs.indexOf(document.activeElement as HTMLInputElement) };
}

/**
 * Takes over what was entered, and the focus, where React made the form anew because the page is
 * not as it was sent: one that the browser translates, for example.
 */
export function adoptForm({ form, inputs, focused }: SentForm, current: HTMLFormElement): void {
  if (form === current) return;
  for (const [index, input] of current.querySelectorAll('input').entries()) {
    const sent = inputs[index];
    if (sent === undefined) continue;
    input.value = sent.value;
    input.checked = sent.checked;
    if (index === focused) input.focus();
  }
}
