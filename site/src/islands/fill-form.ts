import { names } from '../planner/choices.ts';

/** Puts what a link says into a form, but for the fields in which something was entered already. */
export function fillForm(form: HTMLFormElement, link: URLSearchParams): void {
  for (const input of form.querySelectorAll('input')) {
    const values = link.getAll(input.name);
    if (values.length === 0) continue;
    if (input.type !== 'checkbox') {
      if (input.value === input.defaultValue) input.value = values[0] ?? '';
    } else if (input.checked === input.defaultChecked) {
      const isDay = input.name === names.days;
      input.checked = (isDay ? values.join('') : values).includes(input.value);
    }
  }
}
