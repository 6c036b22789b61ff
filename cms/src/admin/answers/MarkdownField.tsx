import { Field, Flex, IconButton, Textarea } from '@strapi/design-system';
import {
  Bold,
  BulletList,
  Code,
  HeadingTwo,
  Italic,
  Link,
  NumberList,
  Quotes,
} from '@strapi/icons';
import { type InputProps, useField } from '@strapi/strapi/admin';
import { type ComponentType, type ForwardedRef, forwardRef, useRef } from 'react';
import { type Mark, markText } from './mark-text';

/** Everything that pages show of an answer, and nothing else. */
const buttons: [mark: Mark, label: string, Icon: ComponentType][] = [
  ['bold', 'Bold', Bold],
  ['italic', 'Italic', Italic],
  ['heading', 'Heading', HeadingTwo],
  ['list', 'Bulleted list', BulletList],
  ['numbers', 'Numbered list', NumberList],
  ['quote', 'Quote', Quotes],
  ['code', 'Code', Code],
  ['link', 'Link', Link],
];

type Props = Pick<
  InputProps,
  'name' | 'label' | 'hint' | 'required' | 'disabled' | 'placeholder' | 'labelAction'
>;

/** A text in Markdown. Strapi's own field also has buttons for what no page shows. */
export const MarkdownField = forwardRef(function MarkdownField(
  { name, label, hint, required = false, disabled = false, placeholder, labelAction }: Props,
  given: ForwardedRef<HTMLTextAreaElement>,
) {
  const { value = '', error, onChange } = useField<string | null>(name);
  const own = useRef<HTMLTextAreaElement | null>(null);
  const mark = (kind: Mark) => {
    const area = own.current;
    if (area === null) return;
    const change = markText(area.value, area.selectionStart, area.selectionEnd, kind);
    area.focus();
    area.setSelectionRange(change.from, change.to);
    // The one way by which "Undo" takes it back, as it does what is typed.
    document.execCommand('insertText', false, change.text);
    area.setSelectionRange(...change.selected);
  };
  return (
    <Field.Root name={name} hint={hint} error={error ?? false} required={required}>
      <Field.Label action={labelAction}>{label}</Field.Label>
      <Flex gap={1} wrap="wrap" role="group" aria-label={`Marks for ${label}`}>
        {buttons.map(([kind, title, Icon]) => (
          <IconButton key={kind} label={title} disabled={disabled} onClick={() => mark(kind)}>
            <Icon />
          </IconButton>
        ))}
      </Flex>
      <Textarea
        ref={(area: HTMLTextAreaElement | null) => {
          own.current = area;
          if (typeof given === 'function') given(area);
          else if (given !== null) given.current = area;
        }}
        name={name}
        dir="auto"
        value={value ?? ''}
        onChange={onChange}
        disabled={disabled}
        placeholder={placeholder}
        style={{ minHeight: '24rem' }}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
});
