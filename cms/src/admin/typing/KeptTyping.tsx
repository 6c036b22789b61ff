import { Button, Flex, Typography } from '@strapi/design-system';
import { useAuth, useForm, useQueryParams } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router-dom';
import { savedAtOf } from '../conflict/watch-drafts';
import { toClock } from '../live-status/wording';
import { forgetTyping, type Typing as Kept, keepTyping, readTyping } from './kept-typing';

interface Query {
  status?: string;
  plugins?: { i18n?: { locale?: string } };
}

/**
 * Keeps what is typed into a form until it is saved, for each user, entry and language, and offers it
 * when the form is opened again: after a session that has ended, or a window that was closed.
 */
export function KeptTyping() {
  const user = useAuth('KeptTyping', (auth) => auth.user?.id);
  const { slug = '', id } = useParams();
  const [{ query }] = useQueryParams<Query>();
  if (user === undefined || query?.status === 'published') return null;
  const locale = query?.plugins?.i18n?.locale ?? '';
  const place = ['lectern-typing', user, slug, id, locale].join(' ');
  const path = id === undefined ? `single-types/${slug}` : `collection-types/${slug}/${id}`;
  return <Typing key={place} place={place} savedAt={savedAtOf(path, locale)} />;
}

function Typing({ place, savedAt }: { place: string; savedAt: string | undefined }) {
  const { values, modified, setValues } = useForm('KeptTyping', (form) => form);
  const [offered, setOffered] = useState(() => readUnsaved(place, savedAt));
  const typed = useRef<Kept>(undefined);
  useEffect(() => {
    if (modified) {
      typed.current = { values, savedAt, isSent: false, time: new Date().toISOString() };
      keepTyping(place, typed.current);
    } else if (typed.current !== undefined) {
      // Strapi's form counts as unmodified once it is sent, before it is known to be saved.
      const isSent =
        savedAt !== undefined && JSON.stringify(values) === JSON.stringify(typed.current.values);
      if (isSent) keepTyping(place, { ...typed.current, isSent });
      else forgetTyping(place);
      typed.current = undefined;
    }
  }, [place, modified, values, savedAt]);
  if (offered === undefined) return null;
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
        What you typed here until {toClock(offered.time)} was not saved.
      </Typography>
      <Button
        variant="secondary"
        fullWidth
        onClick={() => {
          setValues(offered.values);
          setOffered(undefined);
        }}
      >
        Put it back into the form
      </Button>
      <Button
        variant="tertiary"
        fullWidth
        onClick={() => {
          if (!modified) forgetTyping(place);
          setOffered(undefined);
        }}
      >
        Forget it
      </Button>
    </Flex>
  );
}

/** What was typed, unless the draft shows by the time it was saved at that it was saved. */
function readUnsaved(place: string, savedAt: string | undefined): Kept | undefined {
  const kept = readTyping(place);
  if (!kept?.isSent || kept.savedAt === savedAt) return kept;
  forgetTyping(place);
  return undefined;
}
