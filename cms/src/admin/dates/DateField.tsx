import { Field, TextInput } from '@strapi/design-system';
import { type InputProps, useField } from '@strapi/strapi/admin';
import { type ForwardedRef, forwardRef } from 'react';

type Props = Pick<InputProps, 'name' | 'label' | 'hint' | 'required' | 'disabled' | 'labelAction'>;

/** Stands in the form for what the browser cannot read as a date, so that every check refuses it. */
const unreadable = 'unreadable';

/**
 * A date in the browser's own field, which shows in which order it is written. Strapi's makes some
 * date of whatever is typed: 31 February is saved as the first.
 */
export const DateField = forwardRef(function DateField(
  { name, label, hint, required = false, disabled = false, labelAction }: Props,
  given: ForwardedRef<HTMLInputElement>,
) {
  const { value, error, onChange } = useField<string | null>(name);
  // Of a date that is not whole the browser says nothing until the field is left.
  const read = ({
    currentTarget: { value: text, validity },
  }: {
    currentTarget: HTMLInputElement;
  }) => {
    const next = validity.badInput ? unreadable : text || null;
    if (next !== (value ?? null)) onChange(name, next);
  };
  const isUnreadable = value === unreadable;
  const message = isUnreadable
    ? 'This is not a complete date that the calendar has. Correct it, or clear the field.'
    : error;
  return (
    <Field.Root name={name} hint={hint} error={message ?? false} required={required}>
      <Field.Label action={labelAction}>{label}</Field.Label>
      <TextInput
        ref={given}
        name={name}
        type="date"
        value={isUnreadable ? '' : (value ?? '')}
        onChange={read}
        onKeyUp={read}
        onBlur={read}
        disabled={disabled}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
});
