import { Field, TextInput } from '@strapi/design-system';
import { type InputProps, useField } from '@strapi/strapi/admin';
import { type ForwardedRef, forwardRef, useState } from 'react';
import { describeUnreadable, toNumber } from './read-number';

type Props = Pick<
  InputProps,
  'name' | 'type' | 'label' | 'hint' | 'required' | 'disabled' | 'placeholder' | 'labelAction'
>;

/**
 * A number, which is what stands in the field or is refused. Strapi's own field reads it by the
 * language of the browser, in which a comma or a point may stand between thousands: “12,50” is saved
 * as 1250.
 */
export const NumberField = forwardRef(function NumberField(
  { name, type, label, hint, required = false, disabled = false, placeholder, labelAction }: Props,
  given: ForwardedRef<HTMLInputElement>,
) {
  const { value, error, onChange } = useField<number | string | null>(name);
  const [typed, setTyped] = useState('');
  const isWhole = type === 'integer';
  // What cannot be read stays in the form as it was typed, so that no check takes it for a number.
  const toValue = (text: string) => toNumber(text, isWhole) ?? (text.trim() || null);
  const unreadable = typeof value === 'string' ? describeUnreadable(value, isWhole) : undefined;
  return (
    <Field.Root name={name} hint={hint} error={unreadable ?? error ?? false} required={required}>
      <Field.Label action={labelAction}>{label}</Field.Label>
      <TextInput
        ref={given}
        name={name}
        inputMode={isWhole ? 'numeric' : 'decimal'}
        value={toValue(typed) === (value ?? null) ? typed : String(value ?? '')}
        onChange={({ target }: { target: HTMLInputElement }) => {
          setTyped(target.value);
          onChange(name, toValue(target.value));
        }}
        disabled={disabled}
        placeholder={placeholder}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
});
