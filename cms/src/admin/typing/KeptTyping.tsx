import { labelOf } from '@lectern/shared-types';
import { Button, Flex, Typography } from '@strapi/design-system';
import { useAuth, useForm, useNotification } from '@strapi/strapi/admin';
import { useEffect, useMemo, useRef, useState } from 'react';
import { strapisDefault } from '../addresses/strapis-default';
import { savedAtOf, whenSaved } from '../conflict/watch-drafts';
import { toClock } from '../live-status/wording';
import {
  forgetTyping,
  keepTyping,
  keptAt,
  nameAt,
  placeOf,
  readTyping,
  type Typing,
} from './kept-typing';
import { holdOpen, whenEnded } from './open-forms';
import { changedFields } from './same-content';
import { useFormPlace } from './use-form-place';

/**
 * Keeps what is typed into a form until it is saved, for each user, entry and language, and offers it
 * when the form is opened again: after a session that has ended, or a window that was closed.
 */
export function KeptTyping() {
  const user = useAuth('KeptTyping', (auth) => auth.user?.id);
  const place = useFormPlace();
  if (user === undefined || place === undefined) return null;
  const { slug, entry, locale, savedAs } = place;
  const name = placeOf(user, slug, entry, locale);
  return <UnsavedTyping key={name} place={name} uid={slug} savedAs={savedAs} locale={locale} />;
}

interface Props {
  place: string;
  uid: string;
  savedAs: string;
  locale: string;
}

/** What a form has left that is not open any more. */
interface Left extends Typing {
  /** The name under which it is kept. */
  name: string;
}

/** Whether it was said in this window that nothing is kept. */
let isTold = false;

function UnsavedTyping({ place, uid, savedAs, locale }: Props) {
  const { values, initialValues, modified, setValues } = useForm('KeptTyping', (form) => form);
  const { toggleNotification } = useNotification();
  const [own] = useState(() => nameAt(place));
  const storedAtFirst = useRef(initialValues);
  const typed = useRef<object>(undefined);
  const [left, setLeft] = useState<readonly Left[]>([]);
  const fields = useMemo(
    () => (modified ? typedFields(initialValues, values) : {}),
    [modified, initialValues, values],
  );
  useEffect(() => {
    const closing = new AbortController();
    holdOpen(own, closing.signal);
    for (const name of keptAt(place).filter((each) => each !== own))
      whenEnded(name, closing.signal, () => {
        const typing = readUnsaved(name, storedAtFirst.current);
        if (typing !== undefined) setLeft((before) => [{ ...typing, name }, ...before]);
      });
    return () => closing.abort();
  }, [own, place]);
  useEffect(
    () =>
      whenSaved(savedAs, locale, () => {
        typed.current = undefined;
        forgetTyping(own);
      }),
    [savedAs, locale, own],
  );
  useEffect(() => {
    if (!isEmpty(fields)) {
      typed.current = values;
      const isKept = keepTyping(own, typedNow(fields, savedAs, locale));
      if (isKept || isTold) return;
      isTold = true;
      toggleNotification({
        type: 'warning',
        title: 'What you type is not kept',
        message:
          'The storage of this browser is switched off or full. Save before you leave the page or close the window, or allow this address to store data in the settings of the browser.',
        blockTransition: true,
      });
      // Strapi's form counts as unmodified once it is sent, before it is known to be saved.
    } else if (typed.current && JSON.stringify(values) !== JSON.stringify(typed.current)) {
      typed.current = undefined;
      forgetTyping(own);
    }
  }, [own, savedAs, locale, values, fields, toggleNotification]);

  const shown = left.find((each) => !isEmpty(changedFields(values, each.values)));
  if (shown === undefined) return null;
  const offered = changedFields(values, shown.values);
  /** What another form has left of the same text is decided about as well. */
  const decide = () => {
    const isSame = (each: Left) => isEmpty(changedFields(shown.values, each.values));
    for (const { name } of left.filter(isSame)) forgetTyping(name);
    return left.filter((each) => !isSame(each));
  };
  const putBack = () => {
    const others = decide();
    const replaced = Object.entries(fields).filter(([name]) => name in offered);
    setValues({ ...values, ...offered });
    if (replaced.length === 0) return setLeft(others);
    // Offered in turn, after all else: it may have been a single key.
    const typing = typedNow(Object.fromEntries(replaced), savedAs, locale);
    const name = nameAt(place);
    keepTyping(name, typing);
    setLeft([...others, { ...typing, name }]);
  };
  return (
    <Flex
      tag="section"
      aria-label="Not saved"
      direction="column"
      alignItems="stretch"
      gap={2}
      paddingTop={2}
      width="100%"
    >
      <Typography tag="p" role="status">
        What you typed here until {toClock(shown.time)} was not saved:{' '}
        {Object.keys(offered)
          .map((name) => labelOf(uid, name))
          .join(', ')}
        .{' '}
        {shown.typedOn === savedAtOf(savedAs, locale)
          ? null
          : 'The entry has been saved since. What you put back replaces what stands in these fields now.'}
      </Typography>
      <Button variant="secondary" fullWidth onClick={putBack}>
        Put it back into the form
      </Button>
      <Button variant="tertiary" fullWidth onClick={() => setLeft(decide())}>
        Discard it
      </Button>
    </Flex>
  );
}

const isEmpty = (fields: object): boolean => Object.keys(fields).length === 0;

/** What somebody has typed: an address that Strapi has entered into a new page is nobody's. */
function typedFields(stored: object, values: object): object {
  const changed = Object.entries(changedFields(stored, values));
  return Object.fromEntries(
    changed.filter(([name, value]) => name !== 'slug' || !strapisDefault.test(value)),
  );
}

const typedNow = (values: object, savedAs: string, locale: string): Typing => ({
  values,
  time: new Date().toISOString(),
  typedOn: savedAtOf(savedAs, locale),
});

/** What was typed of what is not stored: the answer to a save may have come after the page was left. */
function readUnsaved(name: string, stored: object): Typing | undefined {
  const kept = readTyping(name);
  const unsaved = kept && { ...kept, values: changedFields(stored, kept.values) };
  if (unsaved === undefined || !isEmpty(unsaved.values)) return unsaved;
  forgetTyping(name);
  return undefined;
}
