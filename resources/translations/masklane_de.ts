<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>AboutDialog</name>
        <message>
            <source>About Masklane</source>
            <translation>Über Masklane</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Makes masks of objects through whole videos, on your own computer. Nothing you open is sent anywhere; only models that you fetch come from the internet.</source>
            <translation>Erstellt Masken von Objekten durch ganze Videos, auf dem eigenen Rechner. Nichts, was Sie öffnen, verlässt ihn; nur Modelle, die Sie laden, kommen aus dem Internet.</translation>
        </message>
        <message>
            <source>Version {version} · Apache-2.0</source>
            <translation>Version {version} · Apache-2.0</translation>
        </message>
    </context>
    <context>
        <name>Actions</name>
        <message>
            <source>10 frames back</source>
            <translation>10 Bilder zurück</translation>
        </message>
        <message>
            <source>10 frames forward</source>
            <translation>10 Bilder vor</translation>
        </message>
        <message>
            <source>About Masklane</source>
            <translation>Über Masklane</translation>
        </message>
        <message>
            <source>Accept all from a score on</source>
            <translation>Alle ab einer Güte annehmen</translation>
        </message>
        <message>
            <source>Accept as…</source>
            <translation>Annehmen als…</translation>
        </message>
        <message>
            <source>Accept candidate</source>
            <translation>Kandidat annehmen</translation>
        </message>
        <message>
            <source>Accept: category {number}</source>
            <translation>Annehmen: Kategorie {number}</translation>
        </message>
        <message>
            <source>Actual size (1:1)</source>
            <translation>Originalgröße (1:1)</translation>
        </message>
        <message>
            <source>Add a folder of images…</source>
            <translation>Bilderordner hinzufügen…</translation>
        </message>
        <message>
            <source>Add videos…</source>
            <translation>Videos hinzufügen…</translation>
        </message>
        <message>
            <source>Annotate</source>
            <translation>Annotieren</translation>
        </message>
        <message>
            <source>Annotation rate…</source>
            <translation>Annotationsrate…</translation>
        </message>
        <message>
            <source>Auto-accept…</source>
            <translation>Automatisch annehmen…</translation>
        </message>
        <message>
            <source>Black and white point…</source>
            <translation>Schwarz- und Weißpunkt…</translation>
        </message>
        <message>
            <source>Candidates</source>
            <translation>Kandidaten</translation>
        </message>
        <message>
            <source>Carry mask back…</source>
            <translation>Maske zurückführen…</translation>
        </message>
        <message>
            <source>Carry mask on…</source>
            <translation>Maske weiterführen…</translation>
        </message>
        <message>
            <source>Change color…</source>
            <translation>Farbe ändern…</translation>
        </message>
        <message>
            <source>Clean memory</source>
            <translation>Sauberes Gedächtnis</translation>
        </message>
        <message>
            <source>Clear frame</source>
            <translation>Bild leeren</translation>
        </message>
        <message>
            <source>Clear in and out points</source>
            <translation>Anfangs- und Endpunkt löschen</translation>
        </message>
        <message>
            <source>Clear object on all frames</source>
            <translation>Objekt auf allen Bildern leeren</translation>
        </message>
        <message>
            <source>Close project</source>
            <translation>Projekt schließen</translation>
        </message>
        <message>
            <source>Copy mask</source>
            <translation>Maske kopieren</translation>
        </message>
        <message>
            <source>Delete last prompt</source>
            <translation>Letzte Eingabe löschen</translation>
        </message>
        <message>
            <source>Delete selected objects</source>
            <translation>Ausgewählte Objekte löschen</translation>
        </message>
        <message>
            <source>Delete the selected issue</source>
            <translation>Ausgewählten Mangel löschen</translation>
        </message>
        <message>
            <source>Dismiss candidate</source>
            <translation>Kandidat verwerfen</translation>
        </message>
        <message>
            <source>Dismiss the rest</source>
            <translation>Den Rest verwerfen</translation>
        </message>
        <message>
            <source>Double speed (2×)</source>
            <translation>Doppeltes Tempo (2×)</translation>
        </message>
        <message>
            <source>Duplicate object</source>
            <translation>Objekt duplizieren</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Bearbeiten</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Filmstrip</source>
            <translation>Filmstreifen</translation>
        </message>
        <message>
            <source>Find moved media…</source>
            <translation>Verschobene Medien suchen…</translation>
        </message>
        <message>
            <source>Find objects on this frame</source>
            <translation>Objekte auf diesem Bild finden</translation>
        </message>
        <message>
            <source>Find on every n-th frame</source>
            <translation>Auf jedem n-ten Bild finden</translation>
        </message>
        <message>
            <source>Find on first frames of all videos</source>
            <translation>Im ersten Bild aller Videos finden</translation>
        </message>
        <message>
            <source>Finish object</source>
            <translation>Objekt abschließen</translation>
        </message>
        <message>
            <source>First frame</source>
            <translation>Erstes Bild</translation>
        </message>
        <message>
            <source>First steps</source>
            <translation>Erste Schritte</translation>
        </message>
        <message>
            <source>Fit picture</source>
            <translation>Bild einpassen</translation>
        </message>
        <message>
            <source>Focus next area</source>
            <translation>Nächster Bereich</translation>
        </message>
        <message>
            <source>Forget what was learned of the object</source>
            <translation>Gelerntes zum Objekt vergessen</translation>
        </message>
        <message>
            <source>Four times the speed (4×)</source>
            <translation>Vierfaches Tempo (4×)</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>Vollbild</translation>
        </message>
        <message>
            <source>Give frames to another object…</source>
            <translation>Bilder einem anderen Objekt geben…</translation>
        </message>
        <message>
            <source>Go to frame…</source>
            <translation>Gehe zu Bild…</translation>
        </message>
        <message>
            <source>Guide</source>
            <translation>Anleitung</translation>
        </message>
        <message>
            <source>Half speed (0.5×)</source>
            <translation>Halbes Tempo (0,5×)</translation>
        </message>
        <message>
            <source>Hand in for verification</source>
            <translation>Zur Prüfung abgeben</translation>
        </message>
        <message>
            <source>Hand in tracked candidates</source>
            <translation>Verfolgte Kandidaten abgeben</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Hide masks (hold the key)</source>
            <translation>Masken ausblenden (Taste halten)</translation>
        </message>
        <message>
            <source>History of the masklet…</source>
            <translation>Verlauf des Masklets…</translation>
        </message>
        <message>
            <source>Import masks…</source>
            <translation>Masken importieren…</translation>
        </message>
        <message>
            <source>Improve with my masklets…</source>
            <translation>Mit meinen Masklets verbessern…</translation>
        </message>
        <message>
            <source>Interpolate masks</source>
            <translation>Masken interpolieren</translation>
        </message>
        <message>
            <source>Issues</source>
            <translation>Mängel</translation>
        </message>
        <message>
            <source>Join to the one before</source>
            <translation>Mit dem davor vereinen</translation>
        </message>
        <message>
            <source>Keep apart from other objects</source>
            <translation>Von anderen Objekten trennen</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Larger brush</source>
            <translation>Pinsel größer</translation>
        </message>
        <message>
            <source>Last frame</source>
            <translation>Letztes Bild</translation>
        </message>
        <message>
            <source>Learn from corrections</source>
            <translation>Aus Korrekturen lernen</translation>
        </message>
        <message>
            <source>Let the offered mask go</source>
            <translation>Angebotene Maske verwerfen</translation>
        </message>
        <message>
            <source>Lock / unlock frame or range</source>
            <translation>Bild oder Bereich sperren/freigeben</translation>
        </message>
        <message>
            <source>Lock / unlock object</source>
            <translation>Objekt sperren/freigeben</translation>
        </message>
        <message>
            <source>Loop the range</source>
            <translation>Bereich wiederholen</translation>
        </message>
        <message>
            <source>Mark absent</source>
            <translation>Als abwesend markieren</translation>
        </message>
        <message>
            <source>Mark lost stretch absent</source>
            <translation>Verlorenen Abschnitt als abwesend markieren</translation>
        </message>
        <message>
            <source>Masks less opaque</source>
            <translation>Masken durchsichtiger</translation>
        </message>
        <message>
            <source>Masks more opaque</source>
            <translation>Masken deckender</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Gedächtnis</translation>
        </message>
        <message>
            <source>Memory as in SAM 2</source>
            <translation>Gedächtnis wie in SAM 2</translation>
        </message>
        <message>
            <source>Memory for look-alikes</source>
            <translation>Gedächtnis für Ähnliches</translation>
        </message>
        <message>
            <source>Merge selected objects</source>
            <translation>Ausgewählte Objekte vereinen</translation>
        </message>
        <message>
            <source>Merge with a copy…</source>
            <translation>Mit einer Kopie zusammenführen…</translation>
        </message>
        <message>
            <source>Move object down</source>
            <translation>Objekt nach unten</translation>
        </message>
        <message>
            <source>Move object up</source>
            <translation>Objekt nach oben</translation>
        </message>
        <message>
            <source>Move video down</source>
            <translation>Video nach unten</translation>
        </message>
        <message>
            <source>Move video up</source>
            <translation>Video nach oben</translation>
        </message>
        <message>
            <source>New object</source>
            <translation>Neues Objekt</translation>
        </message>
        <message>
            <source>New project…</source>
            <translation>Neues Projekt…</translation>
        </message>
        <message>
            <source>Next candidate</source>
            <translation>Nächster Kandidat</translation>
        </message>
        <message>
            <source>Next frame</source>
            <translation>Nächstes Bild</translation>
        </message>
        <message>
            <source>Next frame, annotated or not</source>
            <translation>Nächstes Bild, annotiert oder nicht</translation>
        </message>
        <message>
            <source>Next object</source>
            <translation>Nächstes Objekt</translation>
        </message>
        <message>
            <source>Next prompted frame</source>
            <translation>Nächstes Bild mit Eingabe</translation>
        </message>
        <message>
            <source>Next shot</source>
            <translation>Nächster Schnitt</translation>
        </message>
        <message>
            <source>Next suspicious frame</source>
            <translation>Nächstes auffälliges Bild</translation>
        </message>
        <message>
            <source>Next video</source>
            <translation>Nächstes Video</translation>
        </message>
        <message>
            <source>No, one here has no mask</source>
            <translation>Nein, eines hier hat keine Maske</translation>
        </message>
        <message>
            <source>Nobody verifies their own</source>
            <translation>Niemand prüft Eigenes</translation>
        </message>
        <message>
            <source>Normal speed (1×)</source>
            <translation>Normales Tempo (1×)</translation>
        </message>
        <message>
            <source>Note an issue on this frame or range</source>
            <translation>Mangel auf diesem Bild oder im Bereich anmerken</translation>
        </message>
        <message>
            <source>Numbers of the data engine</source>
            <translation>Zahlen der Data Engine</translation>
        </message>
        <message>
            <source>Object</source>
            <translation>Objekt</translation>
        </message>
        <message>
            <source>On this frame</source>
            <translation>Auf diesem Bild</translation>
        </message>
        <message>
            <source>Opacity and outlines</source>
            <translation>Deckkraft und Umrisse</translation>
        </message>
        <message>
            <source>Open project…</source>
            <translation>Projekt öffnen…</translation>
        </message>
        <message>
            <source>Open recent</source>
            <translation>Zuletzt geöffnet</translation>
        </message>
        <message>
            <source>Open the issue resolved last again</source>
            <translation>Zuletzt behobenen Mangel wieder öffnen</translation>
        </message>
        <message>
            <source>Open the sample</source>
            <translation>Beispiel öffnen</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Reihenfolge</translation>
        </message>
        <message>
            <source>Painting and other objects: next choice</source>
            <translation>Malen und andere Objekte: nächste Wahl</translation>
        </message>
        <message>
            <source>Panels</source>
            <translation>Fensterbereiche</translation>
        </message>
        <message>
            <source>Paste mask</source>
            <translation>Maske einfügen</translation>
        </message>
        <message>
            <source>Phase</source>
            <translation>Phase</translation>
        </message>
        <message>
            <source>Phase 1: each frame by itself</source>
            <translation>Phase 1: jedes Bild für sich</translation>
        </message>
        <message>
            <source>Phase 2: track, and redraw bad frames</source>
            <translation>Phase 2: verfolgen, schlechte Bilder neu zeichnen</translation>
        </message>
        <message>
            <source>Phase 3: everything</source>
            <translation>Phase 3: alles</translation>
        </message>
        <message>
            <source>Play / pause</source>
            <translation>Abspielen / Pause</translation>
        </message>
        <message>
            <source>Play faster</source>
            <translation>Schneller abspielen</translation>
        </message>
        <message>
            <source>Play slower</source>
            <translation>Langsamer abspielen</translation>
        </message>
        <message>
            <source>Playback</source>
            <translation>Wiedergabe</translation>
        </message>
        <message>
            <source>Previous candidate</source>
            <translation>Vorheriger Kandidat</translation>
        </message>
        <message>
            <source>Previous frame</source>
            <translation>Vorheriges Bild</translation>
        </message>
        <message>
            <source>Previous frame, annotated or not</source>
            <translation>Voriges Bild, annotiert oder nicht</translation>
        </message>
        <message>
            <source>Previous object</source>
            <translation>Vorheriges Objekt</translation>
        </message>
        <message>
            <source>Previous prompted frame</source>
            <translation>Vorheriges Bild mit Eingabe</translation>
        </message>
        <message>
            <source>Previous shot</source>
            <translation>Voriger Schnitt</translation>
        </message>
        <message>
            <source>Previous suspicious frame</source>
            <translation>Vorheriges auffälliges Bild</translation>
        </message>
        <message>
            <source>Previous video</source>
            <translation>Vorheriges Video</translation>
        </message>
        <message>
            <source>Quarter speed (0.25×)</source>
            <translation>Viertel des Tempos (0,25×)</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Range in timeline</source>
            <translation>Bereich in der Zeitleiste</translation>
        </message>
        <message>
            <source>Reasons…</source>
            <translation>Gründe…</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Refresh masklets</source>
            <translation>Masklets aktualisieren</translation>
        </message>
        <message>
            <source>Reject</source>
            <translation>Ablehnen</translation>
        </message>
        <message>
            <source>Remove videos from project</source>
            <translation>Videos aus dem Projekt entfernen</translation>
        </message>
        <message>
            <source>Rename object</source>
            <translation>Objekt umbenennen</translation>
        </message>
        <message>
            <source>Rename video</source>
            <translation>Video umbenennen</translation>
        </message>
        <message>
            <source>Resolve the selected issue</source>
            <translation>Ausgewählten Mangel als behoben melden</translation>
        </message>
        <message>
            <source>Running and waiting jobs…</source>
            <translation>Laufende und wartende Aufgaben…</translation>
        </message>
        <message>
            <source>Satisfactory</source>
            <translation>In Ordnung</translation>
        </message>
        <message>
            <source>Search commands…</source>
            <translation>Befehle suchen…</translation>
        </message>
        <message>
            <source>Second opinion on this stretch</source>
            <translation>Zweite Meinung zu diesem Abschnitt</translation>
        </message>
        <message>
            <source>Select</source>
            <translation>Auswählen</translation>
        </message>
        <message>
            <source>Select all objects</source>
            <translation>Alle Objekte auswählen</translation>
        </message>
        <message>
            <source>Select object {number}</source>
            <translation>Objekt {number} auswählen</translation>
        </message>
        <message>
            <source>Set category…</source>
            <translation>Kategorie festlegen…</translation>
        </message>
        <message>
            <source>Set in point</source>
            <translation>Anfangspunkt setzen</translation>
        </message>
        <message>
            <source>Set out point</source>
            <translation>Endpunkt setzen</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Einstellungen…</translation>
        </message>
        <message>
            <source>Show / hide object</source>
            <translation>Objekt ein-/ausblenden</translation>
        </message>
        <message>
            <source>Smaller brush</source>
            <translation>Pinsel kleiner</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>Tempo</translation>
        </message>
        <message>
            <source>Split object at playhead</source>
            <translation>Objekt am Abspielkopf teilen</translation>
        </message>
        <message>
            <source>Stage</source>
            <translation>Stufe</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>Stop all jobs</source>
            <translation>Alle Aufgaben stoppen</translation>
        </message>
        <message>
            <source>Swap two objects in the range</source>
            <translation>Zwei Objekte im Bereich vertauschen</translation>
        </message>
        <message>
            <source>Tag: fast</source>
            <translation>Merkmal: schnell</translation>
        </message>
        <message>
            <source>Tag: left the frame</source>
            <translation>Merkmal: verlässt das Bild</translation>
        </message>
        <message>
            <source>Tag: look-alike</source>
            <translation>Merkmal: Ähnliches im Bild</translation>
        </message>
        <message>
            <source>Tag: occlusion</source>
            <translation>Merkmal: verdeckt</translation>
        </message>
        <message>
            <source>Tag: shot change</source>
            <translation>Merkmal: Schnitt</translation>
        </message>
        <message>
            <source>Tag: thin</source>
            <translation>Merkmal: dünn</translation>
        </message>
        <message>
            <source>Tags…</source>
            <translation>Merkmale…</translation>
        </message>
        <message>
            <source>Take the offered mask</source>
            <translation>Angebotene Maske übernehmen</translation>
        </message>
        <message>
            <source>The mask is on the clipboard.</source>
            <translation>Die Maske ist in der Zwischenablage.</translation>
        </message>
        <message>
            <source>The model does not learn from corrections now.</source>
            <translation>Das Modell lernt jetzt nicht aus Korrekturen.</translation>
        </message>
        <message>
            <source>The model learns from corrections now.</source>
            <translation>Das Modell lernt jetzt aus Korrekturen.</translation>
        </message>
        <message>
            <source>There is no mask on the clipboard.</source>
            <translation>In der Zwischenablage ist keine Maske.</translation>
        </message>
        <message>
            <source>Thicker outlines</source>
            <translation>Dickere Umrisse</translation>
        </message>
        <message>
            <source>Thinner outlines</source>
            <translation>Dünnere Umrisse</translation>
        </message>
        <message>
            <source>This frame is fine</source>
            <translation>Dieses Bild ist gut</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>Zeitleiste</translation>
        </message>
        <message>
            <source>Tool options and tracking</source>
            <translation>Werkzeug und Verfolgung</translation>
        </message>
        <message>
            <source>Tools</source>
            <translation>Werkzeuge</translation>
        </message>
        <message>
            <source>Track</source>
            <translation>Verfolgen</translation>
        </message>
        <message>
            <source>Track accepted in all videos</source>
            <translation>Angenommene überall verfolgen</translation>
        </message>
        <message>
            <source>Track backward</source>
            <translation>Rückwärts verfolgen</translation>
        </message>
        <message>
            <source>Track both ways</source>
            <translation>In beide Richtungen verfolgen</translation>
        </message>
        <message>
            <source>Track forward</source>
            <translation>Vorwärts verfolgen</translation>
        </message>
        <message>
            <source>Track stale frames again</source>
            <translation>Veraltete Bilder neu verfolgen</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Unsatisfactory</source>
            <translation>Nicht in Ordnung</translation>
        </message>
        <message>
            <source>Unsatisfactory: mark where</source>
            <translation>Nicht in Ordnung: Stelle markieren</translation>
        </message>
        <message>
            <source>Unsatisfactory: reason {number}</source>
            <translation>Nicht in Ordnung: Grund {number}</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>Urteil</translation>
        </message>
        <message>
            <source>Verify</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <source>Videos and objects</source>
            <translation>Videos und Objekte</translation>
        </message>
        <message>
            <source>View</source>
            <translation>Ansicht</translation>
        </message>
        <message>
            <source>What is new</source>
            <translation>Neuerungen</translation>
        </message>
        <message>
            <source>What to annotate next</source>
            <translation>Als Nächstes annotieren</translation>
        </message>
        <message>
            <source>Who is working…</source>
            <translation>Wer arbeitet…</translation>
        </message>
        <message>
            <source>Whole video in timeline</source>
            <translation>Ganzes Video in der Zeitleiste</translation>
        </message>
        <message>
            <source>Yes, all are masked</source>
            <translation>Ja, alle sind maskiert</translation>
        </message>
        <message>
            <source>Yes, there is none</source>
            <translation>Ja, es gibt keines</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>Vergrößern</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>Verkleinern</translation>
        </message>
        <message>
            <source>Zoom timeline in</source>
            <translation>Zeitleiste vergrößern</translation>
        </message>
        <message>
            <source>Zoom timeline out</source>
            <translation>Zeitleiste verkleinern</translation>
        </message>
    </context>
    <context>
        <name>AddPicturesDialog</name>
        <message>
            <source>1 frame, {first}</source>
            <translation>1 Bild, {first}</translation>
        </message>
        <message>
            <source>1 picture</source>
            <translation>1 Bild</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Add pictures</source>
            <translation>Bilder hinzufügen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Left out, as it looks like a mask: {name}.</source>
            <translation>Ausgelassen, da es wie eine Maske aussieht: {name}.</translation>
        </message>
        <message>
            <source>Left out, as they look like masks: {count} pictures such as {name}.</source>
            <translation>Ausgelassen, da sie wie Masken aussehen: {count} Bilder, etwa {name}.</translation>
        </message>
        <message>
            <source>One number is missing: {numbers}; the frames follow without a gap.</source>
            <translation>Eine Nummer fehlt: {numbers}; die Bilder folgen ohne Lücke aufeinander.</translation>
        </message>
        <message>
            <source>These are several videos: {shots}. Move each into a folder of its own.</source>
            <translation>Das sind mehrere Videos: {shots}. Jedes braucht einen eigenen Ordner.</translation>
        </message>
        <message>
            <source>{count} frames, {first} to {last}</source>
            <translation>{count} Bilder, {first} bis {last}</translation>
        </message>
        <message>
            <source>{count} numbers are missing: {numbers}; the frames follow without gaps.</source>
            <translation>{count} Nummern fehlen: {numbers}; die Bilder folgen ohne Lücken aufeinander.</translation>
        </message>
        <message>
            <source>{count} pictures, in the order of their names</source>
            <translation>{count} Bilder, nach Namen geordnet</translation>
        </message>
    </context>
    <context>
        <name>AnnotateNext</name>
        <message>
            <source>Nothing waits for annotation.</source>
            <translation>Nichts wartet auf Annotation.</translation>
        </message>
        <message>
            <source>That was the last one.</source>
            <translation>Das war das letzte.</translation>
        </message>
    </context>
    <context>
        <name>AnnotateNextPanel</name>
        <message>
            <source>ANNOTATE NEXT</source>
            <translation>ALS NÄCHSTES ANNOTIEREN</translation>
        </message>
        <message>
            <source>Masklets of all videos: first those that many others look like, later more where the model is unsure. A model does not always learn more from them than from others.</source>
            <translation>Masklets aller Videos: zuerst die, denen viele andere gleichen, später eher, wo das Modell unsicher ist. Nicht immer lernt ein Modell daraus mehr als aus anderen.</translation>
        </message>
        <message>
            <source>frame {frame}</source>
            <translation>Bild {frame}</translation>
        </message>
        <message>
            <source>many look like it</source>
            <translation>viele sehen so aus</translation>
        </message>
        <message>
            <source>models differ</source>
            <translation>Modelle uneins</translation>
        </message>
        <message>
            <source>not tracked yet</source>
            <translation>noch nicht verfolgt</translation>
        </message>
        <message>
            <source>rare category</source>
            <translation>seltene Kategorie</translation>
        </message>
        <message>
            <source>unlike what is verified</source>
            <translation>anders als Geprüftes</translation>
        </message>
        <message>
            <source>unsure</source>
            <translation>unsicher</translation>
        </message>
    </context>
    <context>
        <name>AnnotationRateDialog</name>
        <message>
            <source>Annotation rate</source>
            <translation>Annotationsrate</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Every frame</source>
            <translation>Jedes Bild</translation>
        </message>
        <message>
            <source>Every n-th frame</source>
            <translation>Jedes n-te Bild</translation>
        </message>
        <message>
            <source>Frames a second</source>
            <translation>Bilder je Sekunde</translation>
        </message>
        <message>
            <source>Keys step from one of these frames to the next, the timeline marks them, and exports write them. Tracking goes through all frames.</source>
            <translation>Die Tasten gehen von einem dieser Bilder zum nächsten, die Zeitleiste zeigt sie an, Exporte schreiben sie. Verfolgt wird durch alle Bilder.</translation>
        </message>
        <message>
            <source>Take this rate</source>
            <translation>Diese Rate nehmen</translation>
        </message>
    </context>
    <context>
        <name>AnnotatorButton</name>
        <message>
            <source>No name</source>
            <translation>Ohne Namen</translation>
        </message>
        <message>
            <source>Nobody has said who is working. Click to say it.</source>
            <translation>Noch ist nicht gesagt, wer arbeitet. Ein Klick ändert das.</translation>
        </message>
        <message>
            <source>Of {looks} masklets that came back, {same} got the same answer twice.</source>
            <translation>Von {looks} noch einmal gezeigten Masklets bekamen {same} zweimal dieselbe Antwort.</translation>
        </message>
        <message>
            <source>{name} is working. Click to change it.</source>
            <translation>{name} arbeitet. Ein Klick ändert das.</translation>
        </message>
    </context>
    <context>
        <name>AnnotatorDialog</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>IN THIS PROJECT</source>
            <translation>IN DIESEM PROJEKT</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>The name stands with verdicts and working times in the project. It is sent nowhere.</source>
            <translation>Der Name steht bei Urteilen und Arbeitszeiten im Projekt. Er wird nirgendwohin gesendet.</translation>
        </message>
        <message>
            <source>Who is working?</source>
            <translation>Wer arbeitet?</translation>
        </message>
    </context>
    <context>
        <name>AutoAcceptDialog</name>
        <message>
            <source>Accept</source>
            <translation>Annehmen</translation>
        </message>
        <message>
            <source>Accept the 1 that waits</source>
            <translation>Das eine wartende annehmen</translation>
        </message>
        <message>
            <source>Accept {count} that wait</source>
            <translation>{count} wartende annehmen</translation>
        </message>
        <message>
            <source>Audited since: {looks}, wrong: {wrong}.</source>
            <translation>Seitdem nachgeprüft: {looks}, falsch: {wrong}.</translation>
        </message>
        <message>
            <source>Auto-accept</source>
            <translation>Automatisch annehmen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Counting the verdicts…</source>
            <translation>Urteile werden gezählt…</translation>
        </message>
        <message>
            <source>It is on. {bound}</source>
            <translation>Es ist eingeschaltet. {bound}</translation>
        </message>
        <message>
            <source>Masklets of which the model is sure enough are accepted without being looked at. How sure is enough follows from the verdicts that people gave in this project. One in {count} of the accepted ones comes to you all the same; when more than {share} of these are wrong, auto-accept switches itself off. One undo takes it all back.</source>
            <translation>Masklets, bei denen das Modell sicher genug ist, werden ungesehen angenommen. Was sicher genug ist, folgt aus den Urteilen in diesem Projekt. Eines von {count} angenommenen kommt trotzdem zur Prüfung; sind mehr als {share} davon falsch, schaltet sich das Annehmen selbst aus. Ein Rückgängig nimmt alles zurück.</translation>
        </message>
        <message>
            <source>Not possible yet</source>
            <translation>Noch nicht möglich</translation>
        </message>
        <message>
            <source>Of the {count} surest masklets that people judged, {wrong} were not satisfactory: with {confidence} certainty at most {bound} of such masklets are wrong.</source>
            <translation>Von den {count} sichersten geprüften Masklets waren {wrong} nicht in Ordnung: Mit {confidence} Sicherheit sind höchstens {bound} solcher Masklets falsch.</translation>
        </message>
        <message>
            <source>Switch off</source>
            <translation>Ausschalten</translation>
        </message>
        <message>
            <source>Switch on</source>
            <translation>Einschalten</translation>
        </message>
        <message>
            <source>There are {count} verdicts on tracked masklets. It takes at least {needed}, nearly all of them satisfactory where the model was sure, to promise that at most {share} are wrong.</source>
            <translation>Es gibt {count} Urteile über verfolgte Masklets. Mindestens {needed}, fast alle in Ordnung, wo das Modell sicher war, braucht es für die Zusage, dass höchstens {share} falsch sind.</translation>
        </message>
    </context>
    <context>
        <name>AutoAccepting</name>
        <message>
            <source>Accepted by their score: {count}. One in twenty of them comes to you all the same.</source>
            <translation>Nach ihrem Wert angenommen: {count}. Eines von zwanzig kommt trotzdem zur Prüfung.</translation>
        </message>
        <message>
            <source>Auto-accept</source>
            <translation>Automatisch annehmen</translation>
        </message>
        <message>
            <source>Switch auto-accept off</source>
            <translation>Automatisches Annehmen ausschalten</translation>
        </message>
    </context>
    <context>
        <name>CandidateFinder</name>
        <message>
            <source>1 candidate found.</source>
            <translation>1 Kandidat gefunden.</translation>
        </message>
        <message>
            <source>1 frame cannot be read.</source>
            <translation>1 Bild ist nicht lesbar.</translation>
        </message>
        <message>
            <source>Candidate {number}</source>
            <translation>Kandidat {number}</translation>
        </message>
        <message>
            <source>Find objects</source>
            <translation>Objekte finden</translation>
        </message>
        <message>
            <source>No accepted candidate is left to track.</source>
            <translation>Kein angenommener Kandidat ist noch zu verfolgen.</translation>
        </message>
        <message>
            <source>No accepted candidate is tracked to both ends.</source>
            <translation>Kein angenommener Kandidat ist bis zu beiden Enden verfolgt.</translation>
        </message>
        <message>
            <source>Nothing new was found.</source>
            <translation>Nichts Neues gefunden.</translation>
        </message>
        <message>
            <source>{count} candidates found.</source>
            <translation>{count} Kandidaten gefunden.</translation>
        </message>
        <message>
            <source>{count} frames cannot be read.</source>
            <translation>{count} Bilder sind nicht lesbar.</translation>
        </message>
    </context>
    <context>
        <name>CandidateList</name>
        <message>
            <source>CANDIDATES</source>
            <translation>KANDIDATEN</translation>
        </message>
        <message>
            <source>Find objects</source>
            <translation>Objekte finden</translation>
        </message>
        <message>
            <source>No candidates. Find objects on a frame.</source>
            <translation>Keine Kandidaten. Objekte auf einem Bild finden lassen.</translation>
        </message>
    </context>
    <context>
        <name>CandidateModel</name>
        <message>
            <source>frame {frame}</source>
            <translation>Bild {frame}</translation>
        </message>
        <message>
            <source>score {score} · {area} px</source>
            <translation>Güte {score} · {area} px</translation>
        </message>
        <message>
            <source>stable {stability}</source>
            <translation>stabil {stability}</translation>
        </message>
    </context>
    <context>
        <name>CandidateNameDialog</name>
        <message>
            <source>Accept</source>
            <translation>Annehmen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>Kategorie</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>What is it?</source>
            <translation>Was ist es?</translation>
        </message>
        <message>
            <source>after its category</source>
            <translation>nach der Kategorie</translation>
        </message>
    </context>
    <context>
        <name>CandidateRows</name>
        <message>
            <source>Accept all from {score}</source>
            <translation>Alle ab {score} annehmen</translation>
        </message>
        <message>
            <source>Accept all from {score} ({count})</source>
            <translation>Alle ab {score} annehmen ({count})</translation>
        </message>
    </context>
    <context>
        <name>Canvas</name>
        <message>
            <source>A polygon needs at least three corners.</source>
            <translation>Ein Polygon braucht mindestens drei Ecken.</translation>
        </message>
        <message>
            <source>Box</source>
            <translation>Rahmen</translation>
        </message>
        <message>
            <source>Brush</source>
            <translation>Pinsel</translation>
        </message>
        <message>
            <source>Canvas</source>
            <translation>Leinwand</translation>
        </message>
        <message>
            <source>Click</source>
            <translation>Klick</translation>
        </message>
        <message>
            <source>Click adds, right click removes, or takes a dot back. Shift previews. Drag a dot to move it.</source>
            <translation>Klick fügt hinzu, Rechtsklick nimmt weg oder löscht einen Punkt. Umschalt zeigt eine Vorschau. Punkte lassen sich ziehen.</translation>
        </message>
        <message>
            <source>Click corners; Enter or the first corner closes, Backspace takes one back. Alt cuts out.</source>
            <translation>Ecken klicken; Enter oder die erste Ecke schließt, Rücktaste nimmt eine zurück. Alt schneidet aus.</translation>
        </message>
        <message>
            <source>Click on it in the picture, or track it to here.</source>
            <translation>Im Bild anklicken oder bis hierher verfolgen.</translation>
        </message>
        <message>
            <source>Click on something in the picture.</source>
            <translation>Etwas im Bild anklicken.</translation>
        </message>
        <message>
            <source>Crosshair guides for boxes</source>
            <translation>Fadenkreuz für Rahmen</translation>
        </message>
        <message>
            <source>Cut-out</source>
            <translation>Freisteller</translation>
        </message>
        <message>
            <source>Decoding…</source>
            <translation>Wird dekodiert…</translation>
        </message>
        <message>
            <source>Drag a box around the object. Pull a corner or a side to change it.</source>
            <translation>Einen Rahmen um das Objekt ziehen. An Ecken oder Seiten lässt er sich ändern.</translation>
        </message>
        <message>
            <source>Drag a corner of the outline; a side makes one, right click deletes one. Enter takes it over.</source>
            <translation>Ecke des Umrisses ziehen; eine Seite gibt eine neue, Rechtsklick löscht. Enter übernimmt.</translation>
        </message>
        <message>
            <source>Drag a frame around what is wrong with the object.</source>
            <translation>Einen Rahmen um das ziehen, was am Objekt falsch ist.</translation>
        </message>
        <message>
            <source>Drag to erase. Shift continues in a straight line. Ctrl+wheel: size.</source>
            <translation>Ziehen radiert. Umschalt zieht eine gerade Linie. Strg+Mausrad: Größe.</translation>
        </message>
        <message>
            <source>Drag to move the picture. Click a candidate to accept it.</source>
            <translation>Ziehen verschiebt das Bild. Ein Klick auf einen Kandidaten nimmt ihn an.</translation>
        </message>
        <message>
            <source>Drag to move the picture. Click an object to select it.</source>
            <translation>Ziehen verschiebt das Bild. Ein Klick auf ein Objekt wählt es aus.</translation>
        </message>
        <message>
            <source>Drag to paint, right drag erases. Shift continues in a straight line. Ctrl+wheel: size.</source>
            <translation>Ziehen malt, mit der rechten Taste radiert es. Umschalt zieht eine gerade Linie. Strg+Mausrad: Größe.</translation>
        </message>
        <message>
            <source>Draw around an area to add it. Alt or the right button cuts it out.</source>
            <translation>Eine Fläche umfahren, um sie hinzuzufügen. Alt oder die rechte Taste schneidet sie aus.</translation>
        </message>
        <message>
            <source>Drop videos or folders of pictures here to add them to this project.</source>
            <translation>Videos oder Bilderordner hierher ziehen, um sie dem Projekt hinzuzufügen.</translation>
        </message>
        <message>
            <source>Edit outline</source>
            <translation>Umriss bearbeiten</translation>
        </message>
        <message>
            <source>Eraser</source>
            <translation>Radierer</translation>
        </message>
        <message>
            <source>Frame {frame} cannot be shown</source>
            <translation>Bild {frame} kann nicht angezeigt werden</translation>
        </message>
        <message>
            <source>Ghost of the previous frame's mask</source>
            <translation>Geisterbild der Maske vom vorigen Bild</translation>
        </message>
        <message>
            <source>Hand</source>
            <translation>Hand</translation>
        </message>
        <message>
            <source>Issue</source>
            <translation>Mangel</translation>
        </message>
        <message>
            <source>Lasso</source>
            <translation>Lasso</translation>
        </message>
        <message>
            <source>Matte</source>
            <translation>Matte</translation>
        </message>
        <message>
            <source>May look wrong: built on frame {hole}, which cannot be decoded</source>
            <translation>Sieht vielleicht falsch aus: baut auf Bild {hole} auf, das nicht decodierbar ist</translation>
        </message>
        <message>
            <source>May paint over others</source>
            <translation>Darf über andere malen</translation>
        </message>
        <message>
            <source>Names of objects</source>
            <translation>Namen der Objekte</translation>
        </message>
        <message>
            <source>No mask on this frame</source>
            <translation>Keine Maske auf diesem Bild</translation>
        </message>
        <message>
            <source>No object is selected to take this away from. Click on one first.</source>
            <translation>Es ist kein Objekt ausgewählt, von dem das weggenommen werden kann. Erst eines anklicken.</translation>
        </message>
        <message>
            <source>No object yet</source>
            <translation>Noch kein Objekt</translation>
        </message>
        <message>
            <source>No video yet</source>
            <translation>Noch kein Video</translation>
        </message>
        <message>
            <source>Outline</source>
            <translation>Umriss</translation>
        </message>
        <message>
            <source>Overlay</source>
            <translation>Überlagerung</translation>
        </message>
        <message>
            <source>Painting may go over others</source>
            <translation>Malen darf über andere gehen</translation>
        </message>
        <message>
            <source>Painting stops at others</source>
            <translation>Malen hält vor anderen</translation>
        </message>
        <message>
            <source>Painting takes from others</source>
            <translation>Malen nimmt anderen weg</translation>
        </message>
        <message>
            <source>Pixel grid when zoomed in</source>
            <translation>Pixelraster bei starker Vergrößerung</translation>
        </message>
        <message>
            <source>Polygon</source>
            <translation>Polygon</translation>
        </message>
        <message>
            <source>Select the object that is wrong first.</source>
            <translation>Zuerst das Objekt auswählen, das falsch ist.</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Einblenden</translation>
        </message>
        <message>
            <source>Side by side with cut-out</source>
            <translation>Nebeneinander mit Freisteller</translation>
        </message>
        <message>
            <source>Side by side with matte</source>
            <translation>Nebeneinander mit Matte</translation>
        </message>
        <message>
            <source>Stops at others</source>
            <translation>Hält vor anderen</translation>
        </message>
        <message>
            <source>Takes from others</source>
            <translation>Nimmt anderen weg</translation>
        </message>
        <message>
            <source>The outline is too ragged for vertices: smooth it first.</source>
            <translation>Der Umriss ist zu zerklüftet für Eckpunkte: zuerst glätten.</translation>
        </message>
        <message>
            <source>There is no mask on this frame to take anything away from.</source>
            <translation>Auf diesem Bild gibt es keine Maske, von der etwas weggenommen werden kann.</translation>
        </message>
        <message>
            <source>Vertices</source>
            <translation>Eckpunkte</translation>
        </message>
        <message>
            <source>absent on this frame</source>
            <translation>auf diesem Bild abwesend</translation>
        </message>
        <message>
            <source>dashed: as corrected before; Q takes it</source>
            <translation>gestrichelt: wie schon korrigiert; Q übernimmt</translation>
        </message>
        <message>
            <source>hidden</source>
            <translation>ausgeblendet</translation>
        </message>
        <message>
            <source>issue: {text}</source>
            <translation>Mangel: {text}</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>gesperrt</translation>
        </message>
        <message>
            <source>lost here: the model found nothing</source>
            <translation>hier verloren: Das Modell hat nichts gefunden</translation>
        </message>
        <message>
            <source>second opinion dashed; Q takes it</source>
            <translation>zweite Meinung gestrichelt; Q übernimmt sie</translation>
        </message>
        <message>
            <source>second opinion: not on this frame; Q takes it</source>
            <translation>zweite Meinung: nicht auf diesem Bild; Q übernimmt sie</translation>
        </message>
        <message>
            <source>stale: tracked before the last correction</source>
            <translation>veraltet: vor der letzten Korrektur verfolgt</translation>
        </message>
        <message>
            <source>x {x}, y {y}</source>
            <translation>x {x}, y {y}</translation>
        </message>
        <message>
            <source>{name} has no mask on this frame</source>
            <translation>{name} hat auf diesem Bild keine Maske</translation>
        </message>
        <message>
            <source>{name} is absent on this frame</source>
            <translation>{name} ist auf diesem Bild abwesend</translation>
        </message>
        <message>
            <source>{name} is hidden</source>
            <translation>{name} ist ausgeblendet</translation>
        </message>
        <message>
            <source>{name} is hidden.</source>
            <translation>{name} ist ausgeblendet.</translation>
        </message>
        <message>
            <source>{name} was not found on this frame</source>
            <translation>{name} wurde auf diesem Bild nicht gefunden</translation>
        </message>
    </context>
    <context>
        <name>CanvasNotes</name>
        <message>
            <source>New object here</source>
            <translation>Neues Objekt hier</translation>
        </message>
        <message>
            <source>New object here ({key})</source>
            <translation>Neues Objekt hier ({key})</translation>
        </message>
        <message>
            <source>This click goes to {name}.</source>
            <translation>Dieser Klick gilt {name}.</translation>
        </message>
        <message>
            <source>To {name}</source>
            <translation>Zu {name}</translation>
        </message>
        <message>
            <source>{name} is selected.</source>
            <translation>{name} ist ausgewählt.</translation>
        </message>
    </context>
    <context>
        <name>CarryMaskDialog</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Carry back</source>
            <translation>Zurückführen</translation>
        </message>
        <message>
            <source>Carry mask back</source>
            <translation>Maske zurückführen</translation>
        </message>
        <message>
            <source>Carry mask on</source>
            <translation>Maske weiterführen</translation>
        </message>
        <message>
            <source>Carry on</source>
            <translation>Weiterführen</translation>
        </message>
        <message>
            <source>Number of frames</source>
            <translation>Anzahl der Bilder</translation>
        </message>
        <message>
            <source>The selected objects look on the frames before as they do here.</source>
            <translation>Die gewählten Objekte sehen auf den Bildern davor so aus wie hier.</translation>
        </message>
        <message>
            <source>The selected objects look on the next frames as they do here.</source>
            <translation>Die gewählten Objekte sehen auf den nächsten Bildern so aus wie hier.</translation>
        </message>
        <message>
            <source>frames</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>to frame {frame}</source>
            <translation>bis Bild {frame}</translation>
        </message>
    </context>
    <context>
        <name>CategoryQuestions</name>
        <message>
            <source>All are masked</source>
            <translation>Alle sind maskiert</translation>
        </message>
        <message>
            <source>Not all are masked</source>
            <translation>Nicht alle sind maskiert</translation>
        </message>
        <message>
            <source>There are masklets of it in this video.</source>
            <translation>In diesem Video gibt es Masklets davon.</translation>
        </message>
        <message>
            <source>There is none</source>
            <translation>Es gibt keins</translation>
        </message>
    </context>
    <context>
        <name>ClipTable</name>
        <message>
            <source>Goes into</source>
            <translation>Geht in</translation>
        </message>
        <message>
            <source>Masks</source>
            <translation>Masken</translation>
        </message>
        <message>
            <source>Objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>Was gefunden wurde</translation>
        </message>
        <message>
            <source>Where the masks of {name} go</source>
            <translation>Wohin die Masken von {name} gehen</translation>
        </message>
        <message>
            <source>a new video</source>
            <translation>ein neues Video</translation>
        </message>
    </context>
    <context>
        <name>ColorCell</name>
        <message>
            <source>{color} (another object has it)</source>
            <translation>{color} (hat ein anderes Objekt)</translation>
        </message>
    </context>
    <context>
        <name>ColorPopup</name>
        <message>
            <source>Color of {name}</source>
            <translation>Farbe von {name}</translation>
        </message>
        <message>
            <source>More…</source>
            <translation>Mehr…</translation>
        </message>
    </context>
    <context>
        <name>Colors</name>
        <message>
            <source>Blue</source>
            <translation>Blau</translation>
        </message>
        <message>
            <source>Bluish green</source>
            <translation>Blaugrün</translation>
        </message>
        <message>
            <source>Brown</source>
            <translation>Braun</translation>
        </message>
        <message>
            <source>Light green</source>
            <translation>Hellgrün</translation>
        </message>
        <message>
            <source>Orange</source>
            <translation>Orange</translation>
        </message>
        <message>
            <source>Pink</source>
            <translation>Rosa</translation>
        </message>
        <message>
            <source>Salmon</source>
            <translation>Lachs</translation>
        </message>
        <message>
            <source>Sky blue</source>
            <translation>Himmelblau</translation>
        </message>
        <message>
            <source>Turquoise</source>
            <translation>Türkis</translation>
        </message>
        <message>
            <source>Vermilion</source>
            <translation>Zinnober</translation>
        </message>
        <message>
            <source>Violet</source>
            <translation>Violett</translation>
        </message>
        <message>
            <source>Yellow</source>
            <translation>Gelb</translation>
        </message>
    </context>
    <context>
        <name>ColumnGrip</name>
        <message>
            <source>Drag to make the names wider; double click to fit them</source>
            <translation>Ziehen macht die Namen breiter, Doppelklick passt sie ein</translation>
        </message>
    </context>
    <context>
        <name>CommandSearch</name>
        <message>
            <source>No command found.</source>
            <translation>Kein Befehl gefunden.</translation>
        </message>
        <message>
            <source>Search commands</source>
            <translation>Befehle suchen</translation>
        </message>
        <message>
            <source>What do you want to do?</source>
            <translation>Was möchten Sie tun?</translation>
        </message>
        <message>
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <source>on</source>
            <translation>an</translation>
        </message>
    </context>
    <context>
        <name>ComparisonView</name>
        <message>
            <source>Blind: do not say which is which</source>
            <translation>Blind: nicht sagen, welches welches ist</translation>
        </message>
        <message>
            <source>Compared blind: new better {new}, old better {old}, no difference {same}</source>
            <translation>Blind verglichen: neues besser {new}, altes besser {old}, kein Unterschied {same}</translation>
        </message>
        <message>
            <source>Keep the old one</source>
            <translation>Altes behalten</translation>
        </message>
        <message>
            <source>Left is better</source>
            <translation>Links ist besser</translation>
        </message>
        <message>
            <source>NEW MODEL</source>
            <translation>NEUES MODELL</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Neu</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Nächstes</translation>
        </message>
        <message>
            <source>No difference</source>
            <translation>Kein Unterschied</translation>
        </message>
        <message>
            <source>OLD MODEL</source>
            <translation>ALTES MODELL</translation>
        </message>
        <message>
            <source>ONE OF THEM</source>
            <translation>EINES DER BEIDEN</translation>
        </message>
        <message>
            <source>Old</source>
            <translation>Alt</translation>
        </message>
        <message>
            <source>Old and new model</source>
            <translation>Altes und neues Modell</translation>
        </message>
        <message>
            <source>Previous</source>
            <translation>Vorheriges</translation>
        </message>
        <message>
            <source>Right is better</source>
            <translation>Rechts ist besser</translation>
        </message>
        <message>
            <source>The new model is better on videos it has not learned from: J&amp;F {gain}. White lines: verified masks.</source>
            <translation>Das neue Modell ist besser auf Videos, aus denen es nicht gelernt hat: J&amp;F {gain}. Weiße Linien: geprüfte Masken.</translation>
        </message>
        <message>
            <source>There are no pictures.</source>
            <translation>Es gibt keine Bilder.</translation>
        </message>
        <message>
            <source>Use it</source>
            <translation>Verwenden</translation>
        </message>
        <message>
            <source>clicks a masklet (a simulated annotator's)</source>
            <translation>Klicks je Masklet (eines simulierten Annotators)</translation>
        </message>
        <message>
            <source>frames with the object left empty</source>
            <translation>Bilder mit dem Objekt, die leer blieben</translation>
        </message>
        <message>
            <source>held-out masklets, J&amp;F</source>
            <translation>zurückgehaltene Masklets, J&amp;F</translation>
        </message>
        <message>
            <source>of them better / worse</source>
            <translation>davon besser / schlechter</translation>
        </message>
        <message>
            <source>sample, J&amp;F (what must not be forgotten)</source>
            <translation>Beispiel, J&amp;F (was nicht verlernt werden darf)</translation>
        </message>
        <message>
            <source>sample, frames without the object left empty</source>
            <translation>Beispiel, leer gebliebene Bilder ohne das Objekt</translation>
        </message>
        <message>
            <source>{count} of {all} compared</source>
            <translation>{count} von {all} verglichen</translation>
        </message>
        <message>
            <source>{model} · IoU {value}</source>
            <translation>{model} · IoU {value}</translation>
        </message>
        <message>
            <source>{name}, frame {frame} ({place} of {count})</source>
            <translation>{name}, Bild {frame} ({place} von {count})</translation>
        </message>
    </context>
    <context>
        <name>ConflictList</name>
        <message>
            <source>And {count} more.</source>
            <translation>Und {count} weitere.</translation>
        </message>
        <message>
            <source>Become further objects</source>
            <translation>Werden weitere Objekte</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Auswählen…</translation>
        </message>
        <message>
            <source>Fill only frames without a mask</source>
            <translation>Nur Bilder ohne Maske füllen</translation>
        </message>
        <message>
            <source>Frame numbers count from 0</source>
            <translation>Bildnummern zählen ab 0</translation>
        </message>
        <message>
            <source>Frame numbers count from 1</source>
            <translation>Bildnummern zählen ab 1</translation>
        </message>
        <message>
            <source>Keep the names</source>
            <translation>Namen behalten</translation>
        </message>
        <message>
            <source>Leave the category empty</source>
            <translation>Kategorie leer lassen</translation>
        </message>
        <message>
            <source>Leave these objects out</source>
            <translation>Diese Objekte weglassen</translation>
        </message>
        <message>
            <source>Leave this video out</source>
            <translation>Dieses Video weglassen</translation>
        </message>
        <message>
            <source>Replace the masks that are there</source>
            <translation>Vorhandene Masken ersetzen</translation>
        </message>
        <message>
            <source>Scale the masks</source>
            <translation>Masken skalieren</translation>
        </message>
        <message>
            <source>Spread over the whole video</source>
            <translation>Über das ganze Video verteilen</translation>
        </message>
        <message>
            <source>Take over the categories</source>
            <translation>Kategorien übernehmen</translation>
        </message>
        <message>
            <source>The first one is frame 0</source>
            <translation>Das erste ist Bild 0</translation>
        </message>
        <message>
            <source>What is in the way</source>
            <translation>Was im Weg steht</translation>
        </message>
        <message>
            <source>Write them in ASCII</source>
            <translation>In ASCII schreiben</translation>
        </message>
    </context>
    <context>
        <name>Coverage</name>
        <message>
            <source>annotated {done} of {all} frames</source>
            <translation>{done} von {all} Bildern annotiert</translation>
        </message>
        <message>
            <source>{count} absent</source>
            <translation>{count} abwesend</translation>
        </message>
        <message>
            <source>{count} lost</source>
            <translation>{count} verloren</translation>
        </message>
        <message>
            <source>{count} stale</source>
            <translation>{count} veraltet</translation>
        </message>
        <message>
            <source>{count} without a mask</source>
            <translation>{count} ohne Maske</translation>
        </message>
        <message>
            <source>{percent} % present</source>
            <translation>{percent} % vorhanden</translation>
        </message>
    </context>
    <context>
        <name>CrashDialog</name>
        <message>
            <source>A large change is still being saved; wait until the status bar says that all changes are saved. You can go on working; if something looks odd, open the project again after that.</source>
            <translation>Eine große Änderung wird noch gespeichert; warten Sie, bis die Statusleiste „Alles gespeichert“ zeigt. Sie können weiterarbeiten; sieht etwas seltsam aus, öffnen Sie das Projekt danach neu.</translation>
        </message>
        <message>
            <source>All but your last change is saved</source>
            <translation>Alles außer Ihrer letzten Änderung ist gespeichert</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>Einzelheiten kopieren</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Every change is written to the project the moment it is made, so nothing is lost. You can go on working; if something looks odd, close Masklane and open the project again.</source>
            <translation>Jede Änderung wird sofort ins Projekt geschrieben, es ist also nichts verloren. Sie können weiterarbeiten; sieht etwas seltsam aus, schließen Sie Masklane und öffnen Sie das Projekt neu.</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>No project is open, and everything done before is saved. You can go on working.</source>
            <translation>Es ist kein Projekt geöffnet, und alles Bisherige ist gespeichert. Sie können weiterarbeiten.</translation>
        </message>
        <message>
            <source>No work is affected</source>
            <translation>Keine Arbeit ist betroffen</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Show logs</source>
            <translation>Protokolle zeigen</translation>
        </message>
        <message>
            <source>Something went wrong</source>
            <translation>Etwas ist schiefgegangen</translation>
        </message>
        <message>
            <source>The last change could not be written to the project and was taken back; everything before it is saved. Check that the disk is not full and can be written to, then do it again.</source>
            <translation>Die letzte Änderung konnte nicht ins Projekt geschrieben werden und wurde zurückgenommen; alles davor ist gespeichert. Prüfen Sie, ob der Datenträger voll oder schreibgeschützt ist, und wiederholen Sie die Änderung.</translation>
        </message>
        <message>
            <source>Your work is being saved</source>
            <translation>Ihre Arbeit wird gerade gespeichert</translation>
        </message>
        <message>
            <source>Your work is saved</source>
            <translation>Ihre Arbeit ist gespeichert</translation>
        </message>
    </context>
    <context>
        <name>CurvePlot</name>
        <message>
            <source>J&amp;F ON THE WAY</source>
            <translation>J&amp;F IM VERLAUF</translation>
        </message>
        <message>
            <source>The old model is measured first.</source>
            <translation>Zuerst wird das alte Modell gemessen.</translation>
        </message>
        <message>
            <source>held-out masklets</source>
            <translation>zurückgehaltene Masklets</translation>
        </message>
        <message>
            <source>sample (what must not be forgotten)</source>
            <translation>Beispiel (was nicht verlernt werden darf)</translation>
        </message>
        <message>
            <source>{steps} steps</source>
            <translation>{steps} Schritte</translation>
        </message>
    </context>
    <context>
        <name>Devices</name>
        <message>
            <source>Apple GPU</source>
            <translation>Apple-GPU</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Automatic ({device})</source>
            <translation>Automatisch ({device})</translation>
        </message>
        <message>
            <source>Graphics card</source>
            <translation>Grafikkarte</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
    </context>
    <context>
        <name>DisabledReasons</name>
        <message>
            <source>Add a video first.</source>
            <translation>Erst ein Video hinzufügen.</translation>
        </message>
        <message>
            <source>Choose a candidate first.</source>
            <translation>Erst einen Kandidaten auswählen.</translation>
        </message>
        <message>
            <source>No accepted candidate is left to track.</source>
            <translation>Kein angenommener Kandidat ist noch zu verfolgen.</translation>
        </message>
        <message>
            <source>No accepted candidate is tracked to both ends.</source>
            <translation>Kein angenommener Kandidat ist bis zu beiden Enden verfolgt.</translation>
        </message>
        <message>
            <source>No candidate has such a score.</source>
            <translation>Kein Kandidat hat eine solche Güte.</translation>
        </message>
        <message>
            <source>No candidate waits: find objects first.</source>
            <translation>Kein Kandidat wartet: Erst Objekte finden lassen.</translation>
        </message>
        <message>
            <source>No issue of the object was resolved.</source>
            <translation>Kein Mangel des Objekts wurde behoben.</translation>
        </message>
        <message>
            <source>No mask is offered here.</source>
            <translation>Hier wird keine Maske angeboten.</translation>
        </message>
        <message>
            <source>No masklet waits for that.</source>
            <translation>Kein Masklet wartet darauf.</translation>
        </message>
        <message>
            <source>No stretch is marked: set in and out points first.</source>
            <translation>Kein Abschnitt ist markiert: Erst Anfang und Ende setzen.</translation>
        </message>
        <message>
            <source>Nothing is running.</source>
            <translation>Es läuft nichts.</translation>
        </message>
        <message>
            <source>Nothing is stale.</source>
            <translation>Nichts ist veraltet.</translation>
        </message>
        <message>
            <source>Nothing was learned of the object yet.</source>
            <translation>Über das Objekt wurde noch nichts gelernt.</translation>
        </message>
        <message>
            <source>Open a project first.</source>
            <translation>Erst ein Projekt öffnen.</translation>
        </message>
        <message>
            <source>Select an issue first.</source>
            <translation>Erst einen Mangel auswählen.</translation>
        </message>
        <message>
            <source>Select an object first.</source>
            <translation>Erst ein Objekt auswählen.</translation>
        </message>
        <message>
            <source>Select two objects first.</source>
            <translation>Erst zwei Objekte auswählen.</translation>
        </message>
        <message>
            <source>That is done in Annotate: Ctrl+2.</source>
            <translation>Das geht unter Annotieren: Strg+2.</translation>
        </message>
        <message>
            <source>That is done in Select: Ctrl+1.</source>
            <translation>Das geht unter Auswählen: Strg+1.</translation>
        </message>
        <message>
            <source>That is done in Verify: Ctrl+3.</source>
            <translation>Das geht unter Prüfen: Strg+3.</translation>
        </message>
        <message>
            <source>The media of this video is where it was.</source>
            <translation>Die Medien dieses Videos sind, wo sie waren.</translation>
        </message>
        <message>
            <source>The object is not lost here.</source>
            <translation>Das Objekt ist hier nicht verloren.</translation>
        </message>
        <message>
            <source>The project has fewer categories.</source>
            <translation>Das Projekt hat weniger Kategorien.</translation>
        </message>
        <message>
            <source>The project's phase has no such tool: see Stage.</source>
            <translation>Die Phase des Projekts hat dieses Werkzeug nicht: siehe Menü Stufe.</translation>
        </message>
        <message>
            <source>There is no object yet: click something first.</source>
            <translation>Es gibt noch kein Objekt: erst etwas anklicken.</translation>
        </message>
        <message>
            <source>There is only one video.</source>
            <translation>Es gibt nur ein Video.</translation>
        </message>
        <message>
            <source>There was none before on this frame.</source>
            <translation>Auf diesem Bild gab es davor keinen.</translation>
        </message>
        <message>
            <source>This video has no pictures of more than 8 bits.</source>
            <translation>Dieses Video hat keine Bilder mit mehr als 8 Bit.</translation>
        </message>
        <message>
            <source>{action}: there is nothing to do.</source>
            <translation>{action}: Es gibt nichts zu tun.</translation>
        </message>
    </context>
    <context>
        <name>Editor</name>
        <message>
            <source>Finish what you are drawing first, or drop it with Esc.</source>
            <translation>Erst fertig zeichnen oder mit Esc verwerfen.</translation>
        </message>
    </context>
    <context>
        <name>EnginePanel</name>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Embedded model</source>
            <translation>Eingebautes Modell</translation>
        </message>
        <message>
            <source>Exact (32 bit)</source>
            <translation>Exakt (32 Bit)</translation>
        </message>
        <message>
            <source>Fast (16 bit)</source>
            <translation>Schnell (16 Bit)</translation>
        </message>
        <message>
            <source>Fastest</source>
            <translation>Schnellste</translation>
        </message>
        <message>
            <source>Fastest (measured)</source>
            <translation>Schnellste (gemessen)</translation>
        </message>
        <message>
            <source>Fetch ({size})</source>
            <translation>Laden ({size})</translation>
        </message>
        <message>
            <source>Loaded when it is first needed.</source>
            <translation>Wird beim ersten Gebrauch geladen.</translation>
        </message>
        <message>
            <source>Loaded when the run is over, which goes on with the model it began with.</source>
            <translation>Wird geladen, wenn der Lauf zu Ende ist; bis dahin rechnet das Modell, mit dem er begann.</translation>
        </message>
        <message>
            <source>Loading the model…</source>
            <translation>Modell wird geladen…</translation>
        </message>
        <message>
            <source>MODEL</source>
            <translation>MODELL</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>Runs on {device}.</source>
            <translation>Läuft auf {device}.</translation>
        </message>
        <message>
            <source>Use a model file…</source>
            <translation>Modelldatei verwenden…</translation>
        </message>
        <message>
            <source>{model} is being fetched.</source>
            <translation>{model} wird heruntergeladen.</translation>
        </message>
        <message>
            <source>{model} is not on this computer yet.</source>
            <translation>{model} ist noch nicht auf diesem Rechner.</translation>
        </message>
        <message>
            <source>{model} – to fetch</source>
            <translation>{model} – noch zu laden</translation>
        </message>
    </context>
    <context>
        <name>ErrorActions</name>
        <message>
            <source>Add videos…</source>
            <translation>Videos hinzufügen…</translation>
        </message>
        <message>
            <source>Fetch it ({size})</source>
            <translation>Laden ({size})</translation>
        </message>
        <message>
            <source>Find it…</source>
            <translation>Suchen…</translation>
        </message>
        <message>
            <source>Go on at {size} px</source>
            <translation>Mit {size} px weitermachen</translation>
        </message>
        <message>
            <source>Go on with the processor</source>
            <translation>Mit dem Prozessor weitermachen</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Model settings…</source>
            <translation>Modelleinstellungen…</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>Freigeben</translation>
        </message>
        <message>
            <source>Use the embedded model</source>
            <translation>Eingebautes Modell verwenden</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>About 1 file, {size}, {time}; estimated from {sampled} of {frames} frames.</source>
            <translation>Etwa 1 Datei, {size}, {time}; geschätzt aus {sampled} von {frames} Bildern.</translation>
        </message>
        <message>
            <source>About {files} files, {size}, {time}; estimated from {sampled} of {frames} frames.</source>
            <translation>Etwa {files} Dateien, {size}, {time}; geschätzt aus {sampled} von {frames} Bildern.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Checking what would be lost…</source>
            <translation>Es wird geprüft, was verloren ginge…</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Wählen…</translation>
        </message>
        <message>
            <source>Estimating from a sample how much it will be…</source>
            <translation>Der Umfang wird aus einer Stichprobe geschätzt…</translation>
        </message>
        <message>
            <source>Everything is up to date, and nothing will be left out.</source>
            <translation>Alles ist aktuell, und nichts geht verloren.</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Folder for the export</source>
            <translation>Ordner für den Export</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Format</translation>
        </message>
        <message>
            <source>Go on with the export that was stopped (1 file is there)</source>
            <translation>Den gestoppten Export fortsetzen (1 Datei ist da)</translation>
        </message>
        <message>
            <source>Go on with the export that was stopped ({count} files are there)</source>
            <translation>Den gestoppten Export fortsetzen ({count} Dateien sind da)</translation>
        </message>
        <message>
            <source>New folder</source>
            <translation>Neuer Ordner</translation>
        </message>
        <message>
            <source>Not held by this format, or not done yet:</source>
            <translation>Hält dieses Format nicht, oder ist noch nicht fertig:</translation>
        </message>
        <message>
            <source>Preset</source>
            <translation>Voreinstellung</translation>
        </message>
        <message>
            <source>There are only {free} free.</source>
            <translation>Nur {free} sind frei.</translation>
        </message>
        <message>
            <source>This choice cannot be exported.</source>
            <translation>Diese Auswahl lässt sich nicht exportieren.</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <source>What would be lost</source>
            <translation>Was verloren ginge</translation>
        </message>
    </context>
    <context>
        <name>ExportOptions</name>
        <message>
            <source> px</source>
            <translation> px</translation>
        </message>
        <message>
            <source> rows</source>
            <translation> Zeilen</translation>
        </message>
        <message>
            <source>All frames</source>
            <translation>Alle Bilder</translation>
        </message>
        <message>
            <source>All objects</source>
            <translation>Alle Objekte</translation>
        </message>
        <message>
            <source>As annotated: every frame, or as many as the project has agreed to annotate</source>
            <translation>Wie annotiert: jedes Bild, oder so viele, wie im Projekt vereinbart sind</translation>
        </message>
        <message>
            <source>Candidates too</source>
            <translation>Auch Kandidaten</translation>
        </message>
        <message>
            <source>Every so many frames</source>
            <translation>Jeder wievielte Frame</translation>
        </message>
        <message>
            <source>File names</source>
            <translation>Dateinamen</translation>
        </message>
        <message>
            <source>Form</source>
            <translation>Form</translation>
        </message>
        <message>
            <source>Frames</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>From in to out ({first} to {last})</source>
            <translation>Von In bis Out ({first} bis {last})</translation>
        </message>
        <message>
            <source>None, only masks</source>
            <translation>Keine, nur Masken</translation>
        </message>
        <message>
            <source>Objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>Only satisfactory ones</source>
            <translation>Nur gute</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilddateien</translation>
        </message>
        <message>
            <source>Resolution</source>
            <translation>Auflösung</translation>
        </message>
        <message>
            <source>Selected objects ({count})</source>
            <translation>Ausgewählte Objekte ({count})</translation>
        </message>
        <message>
            <source>Shared pixels</source>
            <translation>Überlappung</translation>
        </message>
        <message>
            <source>Soft edges</source>
            <translation>Weiche Kanten</translation>
        </message>
        <message>
            <source>To the object with the highest id</source>
            <translation>An das Objekt mit der höchsten Id</translation>
        </message>
        <message>
            <source>To the object with the lowest id</source>
            <translation>An das Objekt mit der niedrigsten Id</translation>
        </message>
        <message>
            <source>To the smallest object</source>
            <translation>An das kleinste Objekt</translation>
        </message>
        <message>
            <source>What is counted</source>
            <translation>Was gezählt wird</translation>
        </message>
        <message>
            <source>What the model found and nobody has accepted yet</source>
            <translation>Was das Modell gefunden und noch niemand angenommen hat</translation>
        </message>
        <message>
            <source>a second</source>
            <translation>pro Sekunde</translation>
        </message>
        <message>
            <source>as annotated</source>
            <translation>wie annotiert</translation>
        </message>
        <message>
            <source>as in the video</source>
            <translation>wie im Video</translation>
        </message>
        <message>
            <source>every </source>
            <translation>alle </translation>
        </message>
        <message>
            <source>exact</source>
            <translation>genau</translation>
        </message>
        <message>
            <source>frames</source>
            <translation>Bilder</translation>
        </message>
    </context>
    <context>
        <name>ExportPresets</name>
        <message>
            <source>Choose one, or type a name to keep this</source>
            <translation>Auswählen oder Namen eingeben</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Preset</source>
            <translation>Voreinstellung</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
    </context>
    <context>
        <name>ExportVideos</name>
        <message>
            <source>All {count} videos</source>
            <translation>Alle {count} Videos</translation>
        </message>
        <message>
            <source>Some videos</source>
            <translation>Einige Videos</translation>
        </message>
        <message>
            <source>This video: {name}</source>
            <translation>Dieses Video: {name}</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <source>Videos to export</source>
            <translation>Zu exportierende Videos</translation>
        </message>
    </context>
    <context>
        <name>Exports</name>
        <message>
            <source>Check export</source>
            <translation>Export prüfen</translation>
        </message>
        <message>
            <source>Export {title}</source>
            <translation>Export: {title}</translation>
        </message>
        <message>
            <source>Exported to {folder}.</source>
            <translation>Exportiert nach {folder}.</translation>
        </message>
        <message>
            <source>Refresh masklets</source>
            <translation>Masklets aktualisieren</translation>
        </message>
        <message>
            <source>The export was stopped. The same one to the same folder goes on with the files that were whole.</source>
            <translation>Der Export wurde gestoppt. Derselbe in denselben Ordner macht mit den fertigen Dateien weiter.</translation>
        </message>
        <message>
            <source>The masklets in {folder} are up to date.</source>
            <translation>Die Masklets in {folder} sind auf dem neuesten Stand.</translation>
        </message>
    </context>
    <context>
        <name>FileDialogs</name>
        <message>
            <source>Add a folder of images</source>
            <translation>Bilderordner hinzufügen</translation>
        </message>
        <message>
            <source>Add all as one video</source>
            <translation>Alle als ein Video hinzufügen</translation>
        </message>
        <message>
            <source>Add pictures</source>
            <translation>Bilder hinzufügen</translation>
        </message>
        <message>
            <source>Add this folder of pictures</source>
            <translation>Diesen Bilderordner hinzufügen</translation>
        </message>
        <message>
            <source>Add videos or pictures</source>
            <translation>Videos oder Bilder hinzufügen</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Files with masks</source>
            <translation>Dateien mit Masken</translation>
        </message>
        <message>
            <source>Models (*.pt *.safetensors)</source>
            <translation>Modelle (*.pt *.safetensors)</translation>
        </message>
        <message>
            <source>Only this picture</source>
            <translation>Nur dieses Bild</translation>
        </message>
        <message>
            <source>Open a project folder</source>
            <translation>Projektordner öffnen</translation>
        </message>
        <message>
            <source>Pictures ({kinds})</source>
            <translation>Bilder ({kinds})</translation>
        </message>
        <message>
            <source>Use a model file</source>
            <translation>Modelldatei verwenden</translation>
        </message>
        <message>
            <source>Videos ({kinds})</source>
            <translation>Videos ({kinds})</translation>
        </message>
        <message>
            <source>Videos and pictures ({kinds})</source>
            <translation>Videos und Bilder ({kinds})</translation>
        </message>
        <message>
            <source>Where is {name} now?</source>
            <translation>Wo ist {name} jetzt?</translation>
        </message>
        <message>
            <source>{name} is one of {count} numbered pictures in {folder}.</source>
            <translation>{name} ist eines von {count} nummerierten Bildern in {folder}.</translation>
        </message>
    </context>
    <context>
        <name>FileNameFields</name>
        <message>
            <source> digits</source>
            <translation> Stellen</translation>
        </message>
        <message>
            <source>Digits of file numbers</source>
            <translation>Stellen der Dateinummern</translation>
        </message>
        <message>
            <source>Number of the first file</source>
            <translation>Nummer der ersten Datei</translation>
        </message>
        <message>
            <source>as in the video</source>
            <translation>wie im Video</translation>
        </message>
        <message>
            <source>from </source>
            <translation>ab </translation>
        </message>
        <message>
            <source>{number} is the frame's number, {video} the video's name</source>
            <translation>{number} ist die Nummer des Bildes, {video} der Name des Videos</translation>
        </message>
    </context>
    <context>
        <name>Filmstrip</name>
        <message>
            <source>Filmstrip</source>
            <translation>Filmstreifen</translation>
        </message>
    </context>
    <context>
        <name>FrameField</name>
        <message>
            <source>Frame</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>Frame number, or a time such as 0:02.5</source>
            <translation>Bildnummer oder eine Zeit wie 0:02,5</translation>
        </message>
    </context>
    <context>
        <name>GuideDialog</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Contents</source>
            <translation>Inhalt</translation>
        </message>
        <message>
            <source>Guide</source>
            <translation>Anleitung</translation>
        </message>
        <message>
            <source>guide.md</source>
            <translation>guide_de.md</translation>
        </message>
    </context>
    <context>
        <name>HardwareCard</name>
        <message>
            <source>Checking this computer…</source>
            <translation>Rechner wird geprüft…</translation>
        </message>
        <message>
            <source>Fetch {model} ({size})</source>
            <translation>{model} laden ({size})</translation>
        </message>
        <message>
            <source>No graphics card that models can use</source>
            <translation>Keine Grafikkarte, die Modelle nutzen können</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>The embedded model fits this computer and is ready.</source>
            <translation>Das eingebaute Modell passt zu diesem Rechner und ist bereit.</translation>
        </message>
        <message>
            <source>The embedded model is missing: install Masklane again, or fetch a model.</source>
            <translation>Das eingebaute Modell fehlt: Masklane neu installieren oder ein Modell laden.</translation>
        </message>
        <message>
            <source>driver {version}</source>
            <translation>Treiber {version}</translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} von {total}</translation>
        </message>
        <message>
            <source>{model} fits this computer and is ready.</source>
            <translation>{model} passt zu diesem Rechner und ist bereit.</translation>
        </message>
        <message>
            <source>{model} fits this computer. Until it is fetched, the embedded model is used.</source>
            <translation>{model} passt zu diesem Rechner. Bis es geladen ist, wird das eingebaute Modell verwendet.</translation>
        </message>
        <message>
            <source>{size} of graphics memory</source>
            <translation>{size} Grafikspeicher</translation>
        </message>
        <message>
            <source>{size} of memory</source>
            <translation>{size} Arbeitsspeicher</translation>
        </message>
    </context>
    <context>
        <name>ImportDialog</name>
        <message>
            <source>1 mask fits.</source>
            <translation>1 Maske passt.</translation>
        </message>
        <message>
            <source>1 mask.</source>
            <translation>1 Maske.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Choose files or a folder, or drop them here.</source>
            <translation>Dateien oder einen Ordner wählen oder hier ablegen.</translation>
        </message>
        <message>
            <source>Files…</source>
            <translation>Dateien…</translation>
        </message>
        <message>
            <source>Folder with masks</source>
            <translation>Ordner mit Masken</translation>
        </message>
        <message>
            <source>Folder…</source>
            <translation>Ordner…</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <source>Import masks</source>
            <translation>Masken importieren</translation>
        </message>
        <message>
            <source>Into a new project</source>
            <translation>In ein neues Projekt</translation>
        </message>
        <message>
            <source>Looking into it…</source>
            <translation>Wird angesehen…</translation>
        </message>
        <message>
            <source>On {count} of them the object is absent, or was lost: other tools do not tell which.</source>
            <translation>Auf {count} davon ist das Objekt abwesend oder war verloren: Andere Programme unterscheiden das nicht.</translation>
        </message>
        <message>
            <source>Something does not fit:</source>
            <translation>Etwas passt nicht:</translation>
        </message>
        <message>
            <source>What to know before:</source>
            <translation>Vorher zu wissen:</translation>
        </message>
        <message>
            <source>{count} masks fit.</source>
            <translation>{count} Masken passen.</translation>
        </message>
        <message>
            <source>{count} masks.</source>
            <translation>{count} Masken.</translation>
        </message>
    </context>
    <context>
        <name>ImportPictures</name>
        <message>
            <source>Frame {frame}</source>
            <translation>Bild {frame}</translation>
        </message>
        <message>
            <source>Frame {frame}, only its masks</source>
            <translation>Bild {frame}, nur die Masken</translation>
        </message>
    </context>
    <context>
        <name>Imports</name>
        <message>
            <source>1 mask imported.</source>
            <translation>1 Maske importiert.</translation>
        </message>
        <message>
            <source>Import masks</source>
            <translation>Masken importieren</translation>
        </message>
        <message>
            <source>Look at masks</source>
            <translation>Masken ansehen</translation>
        </message>
        <message>
            <source>Read masks</source>
            <translation>Masken lesen</translation>
        </message>
        <message>
            <source>Read {name}</source>
            <translation>{name} lesen</translation>
        </message>
        <message>
            <source>{count} masks imported.</source>
            <translation>{count} Masken importiert.</translation>
        </message>
    </context>
    <context>
        <name>ImprovePage</name>
        <message>
            <source>Improve with my masklets</source>
            <translation>Mit meinen Masklets verbessern</translation>
        </message>
    </context>
    <context>
        <name>Improving</name>
        <message>
            <source>Prepare a training</source>
            <translation>Training vorbereiten</translation>
        </message>
        <message>
            <source>Use the improved model</source>
            <translation>Verbessertes Modell verwenden</translation>
        </message>
        <message>
            <source>{name} is used from now on.</source>
            <translation>Ab jetzt wird {name} verwendet.</translation>
        </message>
    </context>
    <context>
        <name>IncompleteList</name>
        <message>
            <source>NOT ALL MASKED</source>
            <translation>NICHT ALLES MASKIERT</translation>
        </message>
        <message>
            <source>{category}, frame {frame}</source>
            <translation>{category}, Bild {frame}</translation>
        </message>
    </context>
    <context>
        <name>IssueList</name>
        <message>
            <source>1 resolved</source>
            <translation>1 behoben</translation>
        </message>
        <message>
            <source>Delete issue</source>
            <translation>Mangel löschen</translation>
        </message>
        <message>
            <source>Frame {first}</source>
            <translation>Bild {first}</translation>
        </message>
        <message>
            <source>Frames {first}–{last}</source>
            <translation>Bilder {first}–{last}</translation>
        </message>
        <message>
            <source>In words of your own…</source>
            <translation>In eigenen Worten…</translation>
        </message>
        <message>
            <source>Issue</source>
            <translation>Mangel</translation>
        </message>
        <message>
            <source>No reason was given</source>
            <translation>Ohne Angabe eines Grunds</translation>
        </message>
        <message>
            <source>Open again</source>
            <translation>Wieder öffnen</translation>
        </message>
        <message>
            <source>Other words, or delete it</source>
            <translation>Andere Worte, oder löschen</translation>
        </message>
        <message>
            <source>Resolved</source>
            <translation>Behoben</translation>
        </message>
        <message>
            <source>Resolved by {name}</source>
            <translation>Behoben von {name}</translation>
        </message>
        <message>
            <source>What is wrong?</source>
            <translation>Was ist falsch?</translation>
        </message>
        <message>
            <source>{count} resolved</source>
            <translation>{count} behoben</translation>
        </message>
    </context>
    <context>
        <name>JobQueue</name>
        <message>
            <source>RUNNING AND WAITING JOBS</source>
            <translation>LAUFENDE UND WARTENDE AUFGABEN</translation>
        </message>
        <message>
            <source>Running and waiting jobs</source>
            <translation>Laufende und wartende Aufgaben</translation>
        </message>
    </context>
    <context>
        <name>JobRow</name>
        <message>
            <source>Move up: {title}</source>
            <translation>Nach vorn: {title}</translation>
        </message>
        <message>
            <source>Stop: {title}</source>
            <translation>Stoppen: {title}</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>wartet</translation>
        </message>
    </context>
    <context>
        <name>JobView</name>
        <message>
            <source>+{count}</source>
            <translation>+{count}</translation>
        </message>
        <message>
            <source>Running and waiting jobs</source>
            <translation>Laufende und wartende Aufgaben</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>Stop; what is done is kept</source>
            <translation>Stopp; Erledigtes bleibt erhalten</translation>
        </message>
    </context>
    <context>
        <name>LaneHeaders</name>
        <message>
            <source>Timeline objects</source>
            <translation>Objekte der Zeitleiste</translation>
        </message>
    </context>
    <context>
        <name>Lanes</name>
        <message>
            <source>Timeline lanes</source>
            <translation>Spuren der Zeitleiste</translation>
        </message>
    </context>
    <context>
        <name>Lessons</name>
        <message>
            <source>Forget what was learned</source>
            <translation>Gelerntes vergessen</translation>
        </message>
    </context>
    <context>
        <name>LessonsPanel</name>
        <message>
            <source>Forget it</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>From the second corrected frame of an object on, it is tracked by what the model has learned from the corrections. Clicks are answered by the model as it is. Off at first: it saves clicks on most objects, not on all.</source>
            <translation>Ab dem zweiten korrigierten Bild wird ein Objekt mit dem verfolgt, was das Modell aus den Korrekturen gelernt hat. Klicks beantwortet das Modell, wie es ist. Anfangs aus: Bei den meisten Objekten spart es Klicks, nicht bei allen.</translation>
        </message>
        <message>
            <source>LEARNING</source>
            <translation>LERNEN</translation>
        </message>
        <message>
            <source>Learn from corrections</source>
            <translation>Aus Korrekturen lernen</translation>
        </message>
        <message>
            <source>Learning from the correction of {name}…</source>
            <translation>Lernt aus der Korrektur von {name}…</translation>
        </message>
        <message>
            <source>The object is tracked by the model alone again; its masks stay as they are</source>
            <translation>Das Objekt wird wieder mit dem Modell allein verfolgt; seine Masken bleiben, wie sie sind</translation>
        </message>
        <message>
            <source>What was learned of {name} is not used.</source>
            <translation>Was zu {name} gelernt wurde, wird nicht benutzt.</translation>
        </message>
        <message>
            <source>{name} is tracked by what was learned from its corrections.</source>
            <translation>{name} wird mit dem verfolgt, was aus den Korrekturen gelernt wurde.</translation>
        </message>
    </context>
    <context>
        <name>LiveLine</name>
        <message>
            <source>1 click</source>
            <translation>1 Klick</translation>
        </message>
        <message>
            <source>Numbers of the data engine</source>
            <translation>Zahlen der Data Engine</translation>
        </message>
        <message>
            <source>The whole project: time a frame, edited frames, clicks a clicked frame. A click shows more.</source>
            <translation>Das ganze Projekt: Zeit je Bild, bearbeitete Bilder, Klicks je geklicktem Bild. Ein Klick zeigt mehr.</translation>
        </message>
        <message>
            <source>{count} clicks</source>
            <translation>{count} Klicks</translation>
        </message>
        <message>
            <source>{count} edited</source>
            <translation>{count} bearbeitet</translation>
        </message>
        <message>
            <source>{name}: time annotated, clicks, frames that were changed. A click shows all numbers.</source>
            <translation>{name}: Zeit, Klicks, geänderte Bilder. Ein Klick zeigt alle Zahlen.</translation>
        </message>
    </context>
    <context>
        <name>Locks</name>
        <message>
            <source>Edit and verify again</source>
            <translation>Bearbeiten und erneut prüfen</translation>
        </message>
        <message>
            <source>The object is not there any more.</source>
            <translation>Das Objekt ist nicht mehr da.</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>Freigeben</translation>
        </message>
        <message>
            <source>Unlock frames</source>
            <translation>Bilder freigeben</translation>
        </message>
        <message>
            <source>Unlock object</source>
            <translation>Objekt freigeben</translation>
        </message>
        <message>
            <source>Verify again</source>
            <translation>Erneut prüfen</translation>
        </message>
        <message>
            <source>{name} is locked on frame {frame}.</source>
            <translation>{name} ist auf Bild {frame} gesperrt.</translation>
        </message>
        <message>
            <source>{name} is locked.</source>
            <translation>{name} ist gesperrt.</translation>
        </message>
        <message>
            <source>{name} is verified.</source>
            <translation>{name} ist geprüft.</translation>
        </message>
    </context>
    <context>
        <name>LookNext</name>
        <message>
            <source>Absent there</source>
            <translation>Dort abwesend</translation>
        </message>
        <message>
            <source>ISSUES</source>
            <translation>MÄNGEL</translation>
        </message>
        <message>
            <source>J and K walk them, U says that a frame is fine.</source>
            <translation>J und K gehen sie durch, U heißt: dieses Bild ist gut.</translation>
        </message>
        <message>
            <source>Lost on frame {first}.</source>
            <translation>Verloren auf Bild {first}.</translation>
        </message>
        <message>
            <source>Lost on frames {first}–{last}.</source>
            <translation>Verloren auf den Bildern {first}–{last}.</translation>
        </message>
        <message>
            <source>WHERE TO LOOK NEXT</source>
            <translation>WO HINSEHEN</translation>
        </message>
        <message>
            <source>ambiguous</source>
            <translation>mehrdeutig</translation>
        </message>
        <message>
            <source>long unseen</source>
            <translation>lange ungesehen</translation>
        </message>
        <message>
            <source>look-alikes</source>
            <translation>Ähnliches daneben</translation>
        </message>
        <message>
            <source>lost</source>
            <translation>verloren</translation>
        </message>
        <message>
            <source>sudden shape</source>
            <translation>Formsprung</translation>
        </message>
        <message>
            <source>sudden size</source>
            <translation>Größensprung</translation>
        </message>
        <message>
            <source>unsure</source>
            <translation>unsicher</translation>
        </message>
        <message>
            <source>unusual size</source>
            <translation>ungewohnte Größe</translation>
        </message>
    </context>
    <context>
        <name>MaskCarrier</name>
        <message>
            <source>Carry mask back</source>
            <translation>Maske zurückführen</translation>
        </message>
        <message>
            <source>Carry mask on</source>
            <translation>Maske weiterführen</translation>
        </message>
        <message>
            <source>Interpolate masks</source>
            <translation>Masken interpolieren</translation>
        </message>
        <message>
            <source>Nothing to change here.</source>
            <translation>Hier gibt es nichts zu ändern.</translation>
        </message>
        <message>
            <source>Paint or click the object on a frame before and on one after this one first.</source>
            <translation>Zuerst das Objekt auf einem Bild davor und auf einem danach malen oder anklicken.</translation>
        </message>
        <message>
            <source>Paste mask</source>
            <translation>Maske einfügen</translation>
        </message>
        <message>
            <source>The mask has {width}×{height} pixels, this video {video_width}×{video_height}.</source>
            <translation>Die Maske hat {width}×{height} Pixel, dieses Video {video_width}×{video_height}.</translation>
        </message>
        <message>
            <source>There is no frame between {first} and {last}.</source>
            <translation>Zwischen {first} und {last} liegt kein Bild.</translation>
        </message>
        <message>
            <source>There is no mask on this frame to carry on.</source>
            <translation>Auf diesem Bild ist keine Maske, die weiterzuführen wäre.</translation>
        </message>
        <message>
            <source>This is the first frame.</source>
            <translation>Das ist das erste Bild.</translation>
        </message>
        <message>
            <source>This is the last frame.</source>
            <translation>Das ist das letzte Bild.</translation>
        </message>
        <message>
            <source>{name} is absent on frame {frame}: no mask leads there.</source>
            <translation>{name} ist auf Bild {frame} abwesend: dorthin führt keine Maske.</translation>
        </message>
    </context>
    <context>
        <name>MaskOffers</name>
        <message>
            <source>No mask is offered on this frame.</source>
            <translation>Auf diesem Bild wird keine Maske angeboten.</translation>
        </message>
        <message>
            <source>Take the offered mask</source>
            <translation>Angebotene Maske übernehmen</translation>
        </message>
    </context>
    <context>
        <name>MaskOperations</name>
        <message>
            <source>Clear frame</source>
            <translation>Bild leeren</translation>
        </message>
        <message>
            <source>Clear object</source>
            <translation>Objekt leeren</translation>
        </message>
        <message>
            <source>Lock frames</source>
            <translation>Bilder sperren</translation>
        </message>
        <message>
            <source>Nothing to change here.</source>
            <translation>Hier gibt es nichts zu ändern.</translation>
        </message>
        <message>
            <source>Unlock frames</source>
            <translation>Bilder freigeben</translation>
        </message>
    </context>
    <context>
        <name>MaskletHistory</name>
        <message>
            <source>Accepted for annotation</source>
            <translation>Zum Annotieren angenommen</translation>
        </message>
        <message>
            <source>Came to verification</source>
            <translation>Kam zur Prüfung</translation>
        </message>
        <message>
            <source>Candidate again</source>
            <translation>Wieder Kandidat</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>History of a masklet</source>
            <translation>Verlauf eines Masklets</translation>
        </message>
        <message>
            <source>Issue</source>
            <translation>Mangel</translation>
        </message>
        <message>
            <source>Issue deleted</source>
            <translation>Mangel gelöscht</translation>
        </message>
        <message>
            <source>Issue described</source>
            <translation>Mangel beschrieben</translation>
        </message>
        <message>
            <source>Issue opened again</source>
            <translation>Mangel wieder geöffnet</translation>
        </message>
        <message>
            <source>Issue resolved</source>
            <translation>Mangel behoben</translation>
        </message>
        <message>
            <source>Nothing was decided about it yet.</source>
            <translation>Noch wurde nichts darüber entschieden.</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>Wird gelesen…</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>Abgelehnt</translation>
        </message>
        <message>
            <source>Satisfactory</source>
            <translation>In Ordnung</translation>
        </message>
        <message>
            <source>Unsatisfactory</source>
            <translation>Nicht in Ordnung</translation>
        </message>
        <message>
            <source>Verdict taken back</source>
            <translation>Urteil zurückgenommen</translation>
        </message>
        <message>
            <source>What</source>
            <translation>Was</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>Wer</translation>
        </message>
        <message>
            <source>{what} (redone)</source>
            <translation>{what} (wiederholt)</translation>
        </message>
        <message>
            <source>{what} (undone)</source>
            <translation>{what} (rückgängig)</translation>
        </message>
        <message>
            <source>{what}, frame {frame}</source>
            <translation>{what}, Bild {frame}</translation>
        </message>
    </context>
    <context>
        <name>MemoryChoice</name>
        <message>
            <source>As in SAM 2</source>
            <translation>Wie in SAM 2</translation>
        </message>
        <message>
            <source>Clean</source>
            <translation>Sauber</translation>
        </message>
        <message>
            <source>Keep apart from other objects</source>
            <translation>Von anderen Objekten trennen</translation>
        </message>
        <message>
            <source>Keeps</source>
            <translation>Behält</translation>
        </message>
        <message>
            <source>Look-alikes</source>
            <translation>Ähnliches</translation>
        </message>
        <message>
            <source>MEMORY</source>
            <translation>GEDÄCHTNIS</translation>
        </message>
        <message>
            <source>Memory of the selected objects</source>
            <translation>Gedächtnis der ausgewählten Objekte</translation>
        </message>
        <message>
            <source>No pixel belongs to two objects that are kept apart; where they are tracked, the surer one keeps it</source>
            <translation>Kein Pixel gehört zwei getrennt gehaltenen Objekten; wo verfolgt wird, behält ihn das sicherere</translation>
        </message>
        <message>
            <source>Remembers frames that tell the object from look-alikes. Finds a lost object again more often, but may take another thing for it.</source>
            <translation>Merkt sich Bilder, die das Objekt von Ähnlichem unterscheiden. Findet ein verlorenes Objekt öfter wieder, hält aber auch anderes dafür.</translation>
        </message>
        <message>
            <source>Remembers only frames that show the object. Finds a lost object again more often, but may take another thing for it.</source>
            <translation>Merkt sich nur Bilder, die das Objekt zeigen. Findet ein verlorenes Objekt öfter wieder, hält aber auch anderes dafür.</translation>
        </message>
        <message>
            <source>Remembers the last frames, whatever they show. Finds a lost object again less often, but seldom takes another thing for it.</source>
            <translation>Merkt sich die letzten Bilder, was immer sie zeigen. Findet ein verlorenes Objekt seltener wieder, hält aber selten anderes dafür.</translation>
        </message>
        <message>
            <source>Several</source>
            <translation>Verschiedene</translation>
        </message>
        <message>
            <source>{name} (usual)</source>
            <translation>{name} (üblich)</translation>
        </message>
    </context>
    <context>
        <name>MergeDialog</name>
        <message>
            <source>1 changed object</source>
            <translation>1 geändertes Objekt</translation>
        </message>
        <message>
            <source>1 deleted object</source>
            <translation>1 gelöschtes Objekt</translation>
        </message>
        <message>
            <source>1 gesture with its times</source>
            <translation>1 Handgriff mit seinen Zeiten</translation>
        </message>
        <message>
            <source>1 in conflict</source>
            <translation>1 im Konflikt</translation>
        </message>
        <message>
            <source>1 new object</source>
            <translation>1 neues Objekt</translation>
        </message>
        <message>
            <source>1 new video</source>
            <translation>1 neues Video</translation>
        </message>
        <message>
            <source>Agreement</source>
            <translation>Übereinstimmung</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>Beides</translation>
        </message>
        <message>
            <source>Both have changed these. Keep for all:</source>
            <translation>Beide haben diese geändert. Für alle behalten:</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Conflicts</source>
            <translation>Konflikte</translation>
        </message>
        <message>
            <source>From {name}</source>
            <translation>Aus {name}</translation>
        </message>
        <message>
            <source>IoU {iou}, {aligned} of {count} aligned</source>
            <translation>IoU {iou}, {aligned} von {count} gedeckt</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>Zusammenführen</translation>
        </message>
        <message>
            <source>Merge with a copy</source>
            <translation>Mit einer Kopie zusammenführen</translation>
        </message>
        <message>
            <source>Nothing that is not here.</source>
            <translation>Nichts, was nicht schon hier ist.</translation>
        </message>
        <message>
            <source>Object</source>
            <translation>Objekt</translation>
        </message>
        <message>
            <source>One step: undo takes it back.</source>
            <translation>Ein Schritt: Rückgängig nimmt ihn zurück.</translation>
        </message>
        <message>
            <source>Other media there than here, so nothing of it is taken over: {names}.</source>
            <translation>Dort andere Medien als hier, davon wird nichts übernommen: {names}.</translation>
        </message>
        <message>
            <source>Ours</source>
            <translation>Unseres</translation>
        </message>
        <message>
            <source>The copy's</source>
            <translation>Das der Kopie</translation>
        </message>
        <message>
            <source>What differs</source>
            <translation>Unterschied</translation>
        </message>
        <message>
            <source>Whose is kept of {name}</source>
            <translation>Was von {name} behalten wird</translation>
        </message>
        <message>
            <source>deleted here, changed in the copy</source>
            <translation>hier gelöscht, in der Kopie geändert</translation>
        </message>
        <message>
            <source>deleted in the copy, changed here</source>
            <translation>in der Kopie gelöscht, hier geändert</translation>
        </message>
        <message>
            <source>masks</source>
            <translation>Masken</translation>
        </message>
        <message>
            <source>name, category or color</source>
            <translation>Name, Kategorie oder Farbe</translation>
        </message>
        <message>
            <source>verdict</source>
            <translation>Urteil</translation>
        </message>
        <message>
            <source>{count} changed objects</source>
            <translation>{count} geänderte Objekte</translation>
        </message>
        <message>
            <source>{count} deleted objects</source>
            <translation>{count} gelöschte Objekte</translation>
        </message>
        <message>
            <source>{count} gestures with their times</source>
            <translation>{count} Handgriffe mit ihren Zeiten</translation>
        </message>
        <message>
            <source>{count} in conflict</source>
            <translation>{count} im Konflikt</translation>
        </message>
        <message>
            <source>{count} new objects</source>
            <translation>{count} neue Objekte</translation>
        </message>
        <message>
            <source>{count} new videos</source>
            <translation>{count} neue Videos</translation>
        </message>
    </context>
    <context>
        <name>MessageLine</name>
        <message>
            <source>+{count}</source>
            <translation>+{count}</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Other ways</source>
            <translation>Andere Auswege</translation>
        </message>
    </context>
    <context>
        <name>Metrics</name>
        <message>
            <source>Aligned</source>
            <translation>Deckung</translation>
        </message>
        <message>
            <source>Annotators</source>
            <translation>Personen</translation>
        </message>
        <message>
            <source>Clicks</source>
            <translation>Klicks</translation>
        </message>
        <message>
            <source>Clicks a clicked frame</source>
            <translation>Klicks je geklicktem Bild</translation>
        </message>
        <message>
            <source>Compare with {name}</source>
            <translation>Mit {name} vergleichen</translation>
        </message>
        <message>
            <source>Edited</source>
            <translation>Bearbeitet</translation>
        </message>
        <message>
            <source>Edited %</source>
            <translation>Anteil</translation>
        </message>
        <message>
            <source>Edited frames</source>
            <translation>Bearbeitete Bilder</translation>
        </message>
        <message>
            <source>Export numbers</source>
            <translation>Zahlen exportieren</translation>
        </message>
        <message>
            <source>Frames</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Masklets</source>
            <translation>Masklets</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Paper, phase {phase}</source>
            <translation>Paper, Phase {phase}</translation>
        </message>
        <message>
            <source>Phase {phase}</source>
            <translation>Phase {phase}</translation>
        </message>
        <message>
            <source>Phases</source>
            <translation>Phasen</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>Abgelehnt</translation>
        </message>
        <message>
            <source>Same twice</source>
            <translation>2× gleich</translation>
        </message>
        <message>
            <source>Satisfactory</source>
            <translation>In Ordnung</translation>
        </message>
        <message>
            <source>Taken back</source>
            <translation>Zurückgenommen</translation>
        </message>
        <message>
            <source>The numbers are in {folder}.</source>
            <translation>Die Zahlen liegen in {folder}.</translation>
        </message>
        <message>
            <source>This project</source>
            <translation>Dieses Projekt</translation>
        </message>
        <message>
            <source>Time a frame</source>
            <translation>Zeit je Bild</translation>
        </message>
        <message>
            <source>Unsatisfactory</source>
            <translation>Nicht in Ordnung</translation>
        </message>
        <message>
            <source>Weeks</source>
            <translation>Wochen</translation>
        </message>
        <message>
            <source>large</source>
            <translation>groß</translation>
        </message>
        <message>
            <source>medium</source>
            <translation>mittel</translation>
        </message>
        <message>
            <source>no name</source>
            <translation>ohne Namen</translation>
        </message>
        <message>
            <source>no tool</source>
            <translation>kein Werkzeug</translation>
        </message>
        <message>
            <source>per frame</source>
            <translation>je Bild</translation>
        </message>
        <message>
            <source>per hour</source>
            <translation>je Stunde</translation>
        </message>
        <message>
            <source>small</source>
            <translation>klein</translation>
        </message>
        <message>
            <source>{count} clicks</source>
            <translation>{count} Klicks</translation>
        </message>
        <message>
            <source>{same} of {looks}</source>
            <translation>{same} von {looks}</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
        <message>
            <source>{share} edited</source>
            <translation>{share} bearbeitet</translation>
        </message>
        <message>
            <source>{time} a frame</source>
            <translation>{time} je Bild</translation>
        </message>
    </context>
    <context>
        <name>MetricsPage</name>
        <message>
            <source>1 mask</source>
            <translation>1 Maske</translation>
        </message>
        <message>
            <source>1 mask missing here</source>
            <translation>1 Maske fehlt hier</translation>
        </message>
        <message>
            <source>1 masklet</source>
            <translation>1 Masklet</translation>
        </message>
        <message>
            <source>1 masklet only here</source>
            <translation>1 Masklet nur hier</translation>
        </message>
        <message>
            <source>1 only there</source>
            <translation>1 nur dort</translation>
        </message>
        <message>
            <source>Compare with a copy of the project, or with true masks</source>
            <translation>Mit einer Kopie des Projekts oder mit wahren Masken vergleichen</translation>
        </message>
        <message>
            <source>Compare with…</source>
            <translation>Vergleichen mit…</translation>
        </message>
        <message>
            <source>Compared with {name}</source>
            <translation>Verglichen mit {name}</translation>
        </message>
        <message>
            <source>Do not compare</source>
            <translation>Nicht vergleichen</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <source>Folder for tables and plots</source>
            <translation>Ordner für Tabellen und Diagramme</translation>
        </message>
        <message>
            <source>Groups</source>
            <translation>Gruppen</translation>
        </message>
        <message>
            <source>J&amp;F {value}</source>
            <translation>J&amp;F {value}</translation>
        </message>
        <message>
            <source>Nothing was annotated here yet. While you work, each click, stroke, run and verdict is noted with the time it took; here they become the numbers that the paper gives for its data engine. They stay in the project.</source>
            <translation>Hier wurde noch nichts annotiert. Bei der Arbeit wird jeder Klick, Strich, Lauf und jedes Urteil mit seiner Dauer vermerkt; hier werden daraus die Zahlen, die das Paper für seine Data Engine nennt. Sie bleiben im Projekt.</translation>
        </message>
        <message>
            <source>Nothing yet.</source>
            <translation>Noch nichts.</translation>
        </message>
        <message>
            <source>Numbers of the data engine</source>
            <translation>Zahlen der Data Engine</translation>
        </message>
        <message>
            <source>SECONDS A FRAME, BY WEEK</source>
            <translation>SEKUNDEN JE BILD, NACH WOCHEN</translation>
        </message>
        <message>
            <source>TABLE 1 OF THE SAM 2 PAPER, AND THIS PROJECT</source>
            <translation>TABELLE 1 DES SAM-2-PAPERS UND DIESES PROJEKT</translation>
        </message>
        <message>
            <source>TIME BY TOOL</source>
            <translation>ZEIT JE WERKZEUG</translation>
        </message>
        <message>
            <source>Table 1 of the SAM 2 paper</source>
            <translation>Tabelle 1 des SAM-2-Papers</translation>
        </message>
        <message>
            <source>VERDICTS</source>
            <translation>URTEILE</translation>
        </message>
        <message>
            <source>paper {phase}</source>
            <translation>Paper {phase}</translation>
        </message>
        <message>
            <source>same verdict {value}</source>
            <translation>gleiches Urteil {value}</translation>
        </message>
        <message>
            <source>{count} masklets</source>
            <translation>{count} Masklets</translation>
        </message>
        <message>
            <source>{count} masklets an hour of annotation</source>
            <translation>{count} Masklets je Stunde Annotieren</translation>
        </message>
        <message>
            <source>{count} masklets only here</source>
            <translation>{count} Masklets nur hier</translation>
        </message>
        <message>
            <source>{count} masks</source>
            <translation>{count} Masken</translation>
        </message>
        <message>
            <source>{count} masks missing here</source>
            <translation>{count} Masken fehlen hier</translation>
        </message>
        <message>
            <source>{count} only there</source>
            <translation>{count} nur dort</translation>
        </message>
        <message>
            <source>{time} a verdict</source>
            <translation>{time} je Urteil</translation>
        </message>
        <message>
            <source>{time} worked</source>
            <translation>{time} gearbeitet</translation>
        </message>
    </context>
    <context>
        <name>ModelControl</name>
        <message>
            <source>Fetch {name}</source>
            <translation>{name} laden</translation>
        </message>
        <message>
            <source>{title}: done.</source>
            <translation>{title}: fertig.</translation>
        </message>
    </context>
    <context>
        <name>ModelOffer</name>
        <message>
            <source>Fetch ({size})</source>
            <translation>Laden ({size})</translation>
        </message>
        <message>
            <source>It is being fetched, also when this dialog is closed.</source>
            <translation>Es wird geladen, auch wenn dieser Dialog zu ist.</translation>
        </message>
        <message>
            <source>Not on this computer: the one in force stays until it is.</source>
            <translation>Nicht auf diesem Rechner: bis dahin bleibt das bisherige.</translation>
        </message>
    </context>
    <context>
        <name>Navigation</name>
        <message>
            <source>No prompted frame after this one.</source>
            <translation>Kein Bild mit Eingabe nach diesem.</translation>
        </message>
        <message>
            <source>No prompted frame before this one.</source>
            <translation>Kein Bild mit Eingabe vor diesem.</translation>
        </message>
    </context>
    <context>
        <name>NewObjects</name>
        <message>
            <source>{name} is selected now. Click again to take this away from it.</source>
            <translation>{name} ist jetzt ausgewählt. Noch einmal klicken, um das davon wegzunehmen.</translation>
        </message>
        <message>
            <source>{name} is still empty: click on what it is.</source>
            <translation>{name} ist noch leer: Anklicken, was es ist.</translation>
        </message>
    </context>
    <context>
        <name>NewProjectDialog</name>
        <message>
            <source>A name cannot contain / \ &lt; &gt; : " | ? *</source>
            <translation>Ein Name darf kein / \ &lt; &gt; : " | ? * enthalten</translation>
        </message>
        <message>
            <source>A project needs a name and a location.</source>
            <translation>Ein Projekt braucht einen Namen und einen Ort.</translation>
        </message>
        <message>
            <source>Add image folder…</source>
            <translation>Bilderordner hinzufügen…</translation>
        </message>
        <message>
            <source>Add videos…</source>
            <translation>Videos hinzufügen…</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Wählen…</translation>
        </message>
        <message>
            <source>Create</source>
            <translation>Anlegen</translation>
        </message>
        <message>
            <source>Location</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>Location of the project</source>
            <translation>Ort des Projekts</translation>
        </message>
        <message>
            <source>Makes the folder {folder}</source>
            <translation>Legt den Ordner {folder} an</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>New project</source>
            <translation>Neues Projekt</translation>
        </message>
        <message>
            <source>No videos yet: the project begins empty. They can be added at any time.</source>
            <translation>Noch keine Videos: Das Projekt beginnt leer. Sie lassen sich jederzeit hinzufügen.</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>Projekt</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>This name is already taken.</source>
            <translation>Diesen Namen gibt es hier schon.</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <source>Videos and image folders</source>
            <translation>Videos und Bilderordner</translation>
        </message>
        <message>
            <source>Videos stay where they are. More can be added at any time.</source>
            <translation>Videos bleiben, wo sie sind. Weitere lassen sich jederzeit hinzufügen.</translation>
        </message>
    </context>
    <context>
        <name>Numbers</name>
        <message>
            <source>{hours} h {minutes} min</source>
            <translation>{hours} h {minutes} min</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
    </context>
    <context>
        <name>ObjectDelegate</name>
        <message>
            <source>Change color</source>
            <translation>Farbe ändern</translation>
        </message>
        <message>
            <source>Hide masks</source>
            <translation>Masken ausblenden</translation>
        </message>
        <message>
            <source>Lock against changes</source>
            <translation>Gegen Änderungen sperren</translation>
        </message>
        <message>
            <source>Show masks</source>
            <translation>Masken einblenden</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>Freigeben</translation>
        </message>
    </context>
    <context>
        <name>ObjectEditor</name>
        <message>
            <source>Choose memory</source>
            <translation>Gedächtnis wählen</translation>
        </message>
        <message>
            <source>Delete object</source>
            <translation>Objekt löschen</translation>
        </message>
        <message>
            <source>Dismiss candidate</source>
            <translation>Kandidat verwerfen</translation>
        </message>
        <message>
            <source>Duplicate object</source>
            <translation>Objekt duplizieren</translation>
        </message>
        <message>
            <source>Hide object</source>
            <translation>Objekt ausblenden</translation>
        </message>
        <message>
            <source>Keep objects apart</source>
            <translation>Objekte getrennt halten</translation>
        </message>
        <message>
            <source>Let objects overlap</source>
            <translation>Objekte überlappen lassen</translation>
        </message>
        <message>
            <source>Lock object</source>
            <translation>Objekt sperren</translation>
        </message>
        <message>
            <source>Merge into {name}</source>
            <translation>Mit {name} vereinen</translation>
        </message>
        <message>
            <source>New object</source>
            <translation>Neues Objekt</translation>
        </message>
        <message>
            <source>Object {number}</source>
            <translation>Objekt {number}</translation>
        </message>
        <message>
            <source>Open a video first.</source>
            <translation>Zuerst ein Video öffnen.</translation>
        </message>
        <message>
            <source>Reassign masks</source>
            <translation>Masken neu zuordnen</translation>
        </message>
        <message>
            <source>Recolor object</source>
            <translation>Objekt umfärben</translation>
        </message>
        <message>
            <source>Rename object</source>
            <translation>Objekt umbenennen</translation>
        </message>
        <message>
            <source>Reorder objects</source>
            <translation>Objekte umordnen</translation>
        </message>
        <message>
            <source>Set category</source>
            <translation>Kategorie festlegen</translation>
        </message>
        <message>
            <source>Show object</source>
            <translation>Objekt einblenden</translation>
        </message>
        <message>
            <source>Split object</source>
            <translation>Objekt teilen</translation>
        </message>
        <message>
            <source>Swap identities</source>
            <translation>Identitäten vertauschen</translation>
        </message>
        <message>
            <source>Unlock object</source>
            <translation>Objekt freigeben</translation>
        </message>
        <message>
            <source>{gone} are parts of {kept} now.</source>
            <translation>{gone} sind jetzt Teile von {kept}.</translation>
        </message>
        <message>
            <source>{gone} is a part of {kept} now.</source>
            <translation>{gone} ist jetzt Teil von {kept}.</translation>
        </message>
        <message>
            <source>{name} copy</source>
            <translation>{name} Kopie</translation>
        </message>
    </context>
    <context>
        <name>ObjectRow</name>
        <message>
            <source>{count} edited</source>
            <translation>{count} bearbeitet</translation>
        </message>
        <message>
            <source>{count} imported</source>
            <translation>{count} importiert</translation>
        </message>
    </context>
    <context>
        <name>ObjectsPanel</name>
        <message>
            <source>Category</source>
            <translation>Kategorie</translation>
        </message>
        <message>
            <source>Category of the selected objects:</source>
            <translation>Kategorie der ausgewählten Objekte:</translation>
        </message>
        <message>
            <source>Click something in the picture: it becomes the first object.</source>
            <translation>Klicken Sie etwas im Bild an: Es wird das erste Objekt.</translation>
        </message>
        <message>
            <source>Color of {name}</source>
            <translation>Farbe von {name}</translation>
        </message>
        <message>
            <source>Give frame {first} to</source>
            <translation>Bild {first} geht an</translation>
        </message>
        <message>
            <source>Give frames {first}–{last} to</source>
            <translation>Bilder {first}–{last} gehen an</translation>
        </message>
        <message>
            <source>No object here has this tag.</source>
            <translation>Kein Objekt hat hier dieses Merkmal.</translation>
        </message>
        <message>
            <source>No object here.</source>
            <translation>Hier kein Objekt.</translation>
        </message>
        <message>
            <source>OBJECTS</source>
            <translation>OBJEKTE</translation>
        </message>
        <message>
            <source>Objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>Show only objects with a tag, or with enough edited frames</source>
            <translation>Nur Objekte mit einem Merkmal oder genug bearbeiteten Bildern zeigen</translation>
        </message>
        <message>
            <source>{count} of {all}: {tag}</source>
            <translation>{count} von {all}: {tag}</translation>
        </message>
    </context>
    <context>
        <name>OfferBar</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>Offers</name>
        <message>
            <source>1 issue</source>
            <translation>1 Mangel</translation>
        </message>
        <message>
            <source>1 mask</source>
            <translation>1 Maske</translation>
        </message>
        <message>
            <source>1 object</source>
            <translation>1 Objekt</translation>
        </message>
        <message>
            <source>1 video</source>
            <translation>1 Video</translation>
        </message>
        <message>
            <source>A better model is there, learned from this project's masklets.</source>
            <translation>Ein besseres Modell ist da, gelernt aus den Masklets dieses Projekts.</translation>
        </message>
        <message>
            <source>Improving the model has found nothing better.</source>
            <translation>Beim Verbessern des Modells wurde nichts Besseres gefunden.</translation>
        </message>
        <message>
            <source>Improving the model with this project's masklets can go on.</source>
            <translation>Das Verbessern des Modells mit den Masklets dieses Projekts kann weitergehen.</translation>
        </message>
        <message>
            <source>New project</source>
            <translation>Neues Projekt</translation>
        </message>
        <message>
            <source>New project: {folder}</source>
            <translation>Neues Projekt: {folder}</translation>
        </message>
        <message>
            <source>Removed: {counts}</source>
            <translation>Entfernt: {counts}</translation>
        </message>
        <message>
            <source>Removed: {names} ({counts})</source>
            <translation>Entfernt: {names} ({counts})</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Show folder</source>
            <translation>Ordner zeigen</translation>
        </message>
        <message>
            <source>The model is being improved with this project's masklets.</source>
            <translation>Das Modell wird gerade mit den Masklets dieses Projekts verbessert.</translation>
        </message>
        <message>
            <source>The shot changes at frame {frame}: {names} are tracked up to there.</source>
            <translation>Schnitt auf Bild {frame}: {names} sind bis dorthin verfolgt.</translation>
        </message>
        <message>
            <source>The shot changes at frame {frame}: {names} is tracked up to there.</source>
            <translation>Schnitt auf Bild {frame}: {names} ist bis dorthin verfolgt.</translation>
        </message>
        <message>
            <source>Track on</source>
            <translation>Weiter verfolgen</translation>
        </message>
        <message>
            <source>Tracking of {names} was interrupted. What it made is kept.</source>
            <translation>Die Verfolgung von {names} wurde unterbrochen. Was fertig ist, ist da.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>{count} issues</source>
            <translation>{count} Mängel</translation>
        </message>
        <message>
            <source>{count} masks</source>
            <translation>{count} Masken</translation>
        </message>
        <message>
            <source>{count} objects</source>
            <translation>{count} Objekte</translation>
        </message>
        <message>
            <source>{count} videos</source>
            <translation>{count} Videos</translation>
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation>{names} und {count} weitere</translation>
        </message>
        <message>
            <source>{video} is in this project already: {folder}</source>
            <translation>{video} ist schon in diesem Projekt: {folder}</translation>
        </message>
    </context>
    <context>
        <name>OpeningBar</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Opening {name}…</source>
            <translation>{name} wird geöffnet…</translation>
        </message>
    </context>
    <context>
        <name>Operations</name>
        <message>
            <source>Fill holes</source>
            <translation>Löcher füllen</translation>
        </message>
        <message>
            <source>Grow</source>
            <translation>Vergrößern</translation>
        </message>
        <message>
            <source>Keep largest part</source>
            <translation>Nur größter Teil</translation>
        </message>
        <message>
            <source>Pixels</source>
            <translation>Pixel</translation>
        </message>
        <message>
            <source>Remove specks</source>
            <translation>Krümel entfernen</translation>
        </message>
        <message>
            <source>Shrink</source>
            <translation>Verkleinern</translation>
        </message>
        <message>
            <source>Smooth</source>
            <translation>Glätten</translation>
        </message>
        <message>
            <source>Up to this area (pixels)</source>
            <translation>Bis zu dieser Fläche (Pixel)</translation>
        </message>
    </context>
    <context>
        <name>OperationsPanel</name>
        <message>
            <source>All frames</source>
            <translation>Alle Bilder</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>Between in and out</source>
            <translation>Im gesetzten Bereich</translation>
        </message>
        <message>
            <source>CLEAN UP MASKS</source>
            <translation>MASKEN BEREINIGEN</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Frames to change</source>
            <translation>Zu ändernde Bilder</translation>
        </message>
        <message>
            <source>Select an object first.</source>
            <translation>Erst ein Objekt auswählen.</translation>
        </message>
        <message>
            <source>This frame</source>
            <translation>Dieses Bild</translation>
        </message>
        <message>
            <source>{name} has no mask yet.</source>
            <translation>{name} hat noch keine Maske.</translation>
        </message>
        <message>
            <source>{name} is locked.</source>
            <translation>{name} ist gesperrt.</translation>
        </message>
    </context>
    <context>
        <name>OutlookView</name>
        <message>
            <source>({size} free)</source>
            <translation>({size} frei)</translation>
        </message>
        <message>
            <source>1 masklet</source>
            <translation>1 Masklet</translation>
        </message>
        <message>
            <source>1 video</source>
            <translation>1 Video</translation>
        </message>
        <message>
            <source>Another project, too…</source>
            <translation>Auch ein anderes Projekt…</translation>
        </message>
        <message>
            <source>Counting the masklets…</source>
            <translation>Die Masklets werden gezählt…</translation>
        </message>
        <message>
            <source>Embedded model</source>
            <translation>Eingebautes Modell</translation>
        </message>
        <message>
            <source>Imported masklets count, too, without having been verified</source>
            <translation>Importierte Masklets zählen auch ohne Prüfung</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Only measured on</source>
            <translation>Nur gemessen an</translation>
        </message>
        <message>
            <source>Runs on</source>
            <translation>Läuft auf</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Starten</translation>
        </message>
        <message>
            <source>Takes</source>
            <translation>Braucht</translation>
        </message>
        <message>
            <source>The model learns from the masklets that were verified as satisfactory; corrected ones count double. Some videos are only measured on. Nothing is changed before you have seen old and new side by side. Often nothing better is found; then the old model stays.</source>
            <translation>Das Modell lernt aus den Masklets, die als in Ordnung geprüft sind; korrigierte zählen doppelt. An einigen Videos wird nur gemessen. Nichts ändert sich, bevor altes und neues nebeneinander zu sehen waren. Oft findet sich nichts Besseres; dann bleibt das alte Modell.</translation>
        </message>
        <message>
            <source>This project alone</source>
            <translation>Nur dieses Projekt</translation>
        </message>
        <message>
            <source>Verified</source>
            <translation>Verifiziert</translation>
        </message>
        <message>
            <source>Without a graphics card this model takes many hours: improve the embedded one.</source>
            <translation>Ohne Grafikkarte braucht dieses Modell viele Stunden: besser das eingebaute verbessern.</translation>
        </message>
        <message>
            <source>a step: 1 stretch of {frames} frames, one object, {side} px</source>
            <translation>ein Schritt: 1 Abschnitt aus {frames} Bildern, ein Objekt, {side} px</translation>
        </message>
        <message>
            <source>a step: {count} stretches of {frames} frames, one object each, {side} px</source>
            <translation>ein Schritt: {count} Abschnitte aus {frames} Bildern, je ein Objekt, {side} px</translation>
        </message>
        <message>
            <source>a time that is told after some steps</source>
            <translation>eine Zeit, die nach einigen Schritten feststeht</translation>
        </message>
        <message>
            <source>about {time}</source>
            <translation>etwa {time}</translation>
        </message>
        <message>
            <source>the processor, in the background: there is no graphics card that models run on</source>
            <translation>dem Prozessor, im Hintergrund: Es gibt keine Grafikkarte, die Modelle nutzen können</translation>
        </message>
        <message>
            <source>{count} as this model made them</source>
            <translation>{count} so, wie dieses Modell sie machte</translation>
        </message>
        <message>
            <source>{count} masklets</source>
            <translation>{count} Masklets</translation>
        </message>
        <message>
            <source>{count} of them corrected</source>
            <translation>{count} davon korrigiert</translation>
        </message>
        <message>
            <source>{count} videos</source>
            <translation>{count} Videos</translation>
        </message>
        <message>
            <source>{masklets} in {videos}</source>
            <translation>{masklets} in {videos}</translation>
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation>{names} und {count} weitere</translation>
        </message>
        <message>
            <source>{size} for the image features of {count} frames</source>
            <translation>{size} für die Merkmale von {count} Bildern</translation>
        </message>
        <message>
            <source>{size} of memory</source>
            <translation>{size} Arbeitsspeicher</translation>
        </message>
        <message>
            <source>{size} on the disk</source>
            <translation>{size} auf der Festplatte</translation>
        </message>
    </context>
    <context>
        <name>Phrases</name>
        <message>
            <source>A clip to learn from has 2 to 64 frames.</source>
            <translation>Ein Clip, aus dem gelernt wird, hat 2 bis 64 Bilder.</translation>
        </message>
        <message>
            <source>A coordinate of a click or a box is not a number.</source>
            <translation>Eine Koordinate eines Klicks oder Rahmens ist keine Zahl.</translation>
        </message>
        <message>
            <source>A folder must hold the frames of one video; move the others elsewhere.</source>
            <translation>Ein Ordner muss die Bilder eines einzigen Videos enthalten; verschieben Sie die anderen.</translation>
        </message>
        <message>
            <source>A frame has {count} shapes; {most} at most are read.</source>
            <translation>Ein Bild hat {count} Formen; höchstens {most} werden gelesen.</translation>
        </message>
        <message>
            <source>A mask cannot be {width} x {height} pixels.</source>
            <translation>Eine Maske kann nicht {width} x {height} Pixel groß sein.</translation>
        </message>
        <message>
            <source>A mask cannot have {width}×{height} pixels.</source>
            <translation>Eine Maske kann nicht {width}×{height} Pixel haben.</translation>
        </message>
        <message>
            <source>A mask must be an object with “size” and “counts”.</source>
            <translation>Eine Maske muss ein Objekt mit „size“ und „counts“ sein.</translation>
        </message>
        <message>
            <source>A mask of {width} x {height} pixels does not fit the video of {clip_width} x {clip_height}.</source>
            <translation>Eine Maske mit {width} x {height} Pixeln passt nicht zum Video mit {clip_width} x {clip_height}.</translation>
        </message>
        <message>
            <source>A mask on frame {frame} of “{name}” has {width}×{height} pixels, the video {video_width}×{video_height}.</source>
            <translation>Eine Maske auf Frame {frame} von „{name}“ hat {width}×{height} Pixel, das Video {video_width}×{video_height}.</translation>
        </message>
        <message>
            <source>A pattern ends in {number}, alone or after one of _ - . and a space; {video} stands for the video's name.</source>
            <translation>Ein Muster endet mit {number}, allein oder nach _ - . oder Leerzeichen; {video} steht für den Namen des Videos.</translation>
        </message>
        <message>
            <source>A picture of {width}×{height} pixels cannot be written as {kind}.</source>
            <translation>Ein Bild von {width}×{height} Pixeln lässt sich nicht als {kind} schreiben.</translation>
        </message>
        <message>
            <source>A polygon has corners that are no numbers.</source>
            <translation>Ein Polygon hat Ecken, die keine Zahlen sind.</translation>
        </message>
        <message>
            <source>A polygon is too large to be drawn.</source>
            <translation>Ein Polygon ist zu groß, um gezeichnet zu werden.</translation>
        </message>
        <message>
            <source>A polygon needs three corners at least, each of two numbers.</source>
            <translation>Ein Polygon braucht mindestens drei Ecken aus je zwei Zahlen.</translation>
        </message>
        <message>
            <source>A preset needs a name, and there can be {most} of them.</source>
            <translation>Eine Voreinstellung braucht einen Namen, und es kann {most} davon geben.</translation>
        </message>
        <message>
            <source>A project's folder holds {name}.</source>
            <translation>Ein Projektordner enthält {name}.</translation>
        </message>
        <message>
            <source>A saved mask is damaged: {why}.</source>
            <translation>Eine gespeicherte Maske ist beschädigt: {why}.</translation>
        </message>
        <message>
            <source>A second opinion needs phase 3.</source>
            <translation>Eine zweite Meinung braucht Phase 3.</translation>
        </message>
        <message>
            <source>A training is under way in {folder} already.</source>
            <translation>In {folder} läuft schon ein Training.</translation>
        </message>
        <message>
            <source>A training of this project is under way already.</source>
            <translation>Ein Training dieses Projekts läuft bereits.</translation>
        </message>
        <message>
            <source>A training takes {needed} MB on the disk, and {free} MB are free.</source>
            <translation>Ein Training braucht {needed} MB auf der Festplatte, frei sind {free} MB.</translation>
        </message>
        <message>
            <source>A video cannot have {count} frames.</source>
            <translation>Ein Video kann nicht {count} Frames haben.</translation>
        </message>
        <message>
            <source>Accept them in Select first, if they belong in it.</source>
            <translation>Zuerst unter Auswählen annehmen, wenn sie dazugehören.</translation>
        </message>
        <message>
            <source>Accept this one, and merge both in Annotate.</source>
            <translation>Nehmen Sie diesen an, und vereinen Sie beide in Annotieren.</translation>
        </message>
        <message>
            <source>Add a video to the project first.</source>
            <translation>Fügen Sie dem Projekt zuerst ein Video hinzu.</translation>
        </message>
        <message>
            <source>Add one first.</source>
            <translation>Fügen Sie zuerst eines hinzu.</translation>
        </message>
        <message>
            <source>Add the folder, or copy them into one of their own and add that.</source>
            <translation>Fügen Sie den Ordner hinzu, oder kopieren Sie sie in einen eigenen und fügen Sie diesen hinzu.</translation>
        </message>
        <message>
            <source>All verified masklets are as this model made them: from its own masks it learns nothing.</source>
            <translation>Alle geprüften Masklets sind so, wie dieses Modell sie machte: Aus eigenen Masken lernt es nichts.</translation>
        </message>
        <message>
            <source>All verified masklets are of one video: on which others a model does better cannot be measured.</source>
            <translation>Alle geprüften Masklets stammen aus einem Video: Ob ein Modell auf anderen besser ist, lässt sich nicht messen.</translation>
        </message>
        <message>
            <source>An object needs a name.</source>
            <translation>Ein Objekt braucht einen Namen.</translation>
        </message>
        <message>
            <source>Annotate it first.</source>
            <translation>Annotieren Sie es zuerst.</translation>
        </message>
        <message>
            <source>Annotate them first, write a range without them, or use SA-V, which tells them apart.</source>
            <translation>Zuerst annotieren, einen Bereich ohne sie schreiben, oder SA-V nehmen, das beides unterscheidet.</translation>
        </message>
        <message>
            <source>Annotations are PNGs in palette mode (P).</source>
            <translation>Annotationen sind PNGs im Palettenmodus (P).</translation>
        </message>
        <message>
            <source>Annotations are palette PNGs.</source>
            <translation>Annotationen sind Paletten-PNGs.</translation>
        </message>
        <message>
            <source>Another Masklane project</source>
            <translation>Anderes Masklane-Projekt</translation>
        </message>
        <message>
            <source>Answer in Verify whether everything of a category is masked.</source>
            <translation>Beim Prüfen beantworten, ob von einer Kategorie alles maskiert ist.</translation>
        </message>
        <message>
            <source>Answer in Verify whether everything of it is masked.</source>
            <translation>Beim Prüfen beantworten, ob davon alles maskiert ist.</translation>
        </message>
        <message>
            <source>Answers are: {answers}.</source>
            <translation>Antworten sind: {answers}.</translation>
        </message>
        <message>
            <source>As DAVIS, with the categories of objects and the frames they are on.</source>
            <translation>Wie DAVIS, mit den Kategorien der Objekte und ihren Frames.</translation>
        </message>
        <message>
            <source>As Meta's validation sets. Names lie in a file of ours beside it.</source>
            <translation>Wie Metas Validierungsdaten. Namen liegen in einer eigenen Datei daneben.</translation>
        </message>
        <message>
            <source>Available formats: {formats}.</source>
            <translation>Verfügbare Formate: {formats}.</translation>
        </message>
        <message>
            <source>BURST (JSON)</source>
            <translation>BURST (JSON)</translation>
        </message>
        <message>
            <source>Bring the original back, or add what is there now as another video.</source>
            <translation>Holen Sie das Original zurück, oder fügen Sie das, was jetzt dort liegt, als weiteres Video hinzu.</translation>
        </message>
        <message>
            <source>Bring the original file back, show where it is, or keep it as it is counted now.</source>
            <translation>Die ursprüngliche Datei zurückbringen, zeigen, wo sie ist, oder sie so behalten, wie sie jetzt gezählt wird.</translation>
        </message>
        <message>
            <source>COCO (JSON, a picture a frame, with tracks)</source>
            <translation>COCO (JSON, ein Bild je Frame, mit Spuren)</translation>
        </message>
        <message>
            <source>COCO and BURST keep all categories.</source>
            <translation>COCO und BURST behalten alle Kategorien.</translation>
        </message>
        <message>
            <source>CVAT for images 1.1 (XML)</source>
            <translation>CVAT für Bilder 1.1 (XML)</translation>
        </message>
        <message>
            <source>Cannot hold holes or masks in several parts; which object a row is lies in a file beside.</source>
            <translation>Hält keine Löcher und keine Masken aus mehreren Teilen; welches Objekt eine Zeile ist, steht in einer Datei daneben.</translation>
        </message>
        <message>
            <source>Cannot hold overlaps, more than 253 objects a video, or what is absent apart from what is not annotated.</source>
            <translation>Hält keine Überlappungen, nicht mehr als 253 Objekte je Video und trennt Abwesendes nicht von nicht Annotiertem.</translation>
        </message>
        <message>
            <source>Cannot hold overlaps, more than 999 objects, or other classes than car and pedestrian.</source>
            <translation>Hält keine Überlappungen, nicht mehr als 999 Objekte und keine anderen Klassen als Auto und Fußgänger.</translation>
        </message>
        <message>
            <source>Cannot tell what is absent from what is not annotated; polygons cannot hold holes.</source>
            <translation>Trennt Abwesendes nicht von nicht Annotiertem; Polygone halten keine Löcher.</translation>
        </message>
        <message>
            <source>Categories of which all is masked, and those not in a video: by the answers of Verify.</source>
            <translation>Kategorien, von denen alles maskiert ist, und solche, die im Video nicht vorkommen: nach den Antworten beim Prüfen.</translation>
        </message>
        <message>
            <source>Change its permissions or copy it.</source>
            <translation>Ändern Sie die Zugriffsrechte oder kopieren Sie es.</translation>
        </message>
        <message>
            <source>Check free space and permissions there.</source>
            <translation>Prüfen Sie dort freien Platz und Zugriffsrechte.</translation>
        </message>
        <message>
            <source>Check that the folder exists and that you may write to it.</source>
            <translation>Prüfen Sie, ob es den Ordner gibt und ob Sie dort schreiben dürfen.</translation>
        </message>
        <message>
            <source>Check that the folder may be written to and that the disk is not full.</source>
            <translation>Prüfen Sie, ob der Ordner beschreibbar und der Datenträger nicht voll ist.</translation>
        </message>
        <message>
            <source>Check the drive it lies on.</source>
            <translation>Prüfen Sie das Laufwerk, auf dem es liegt.</translation>
        </message>
        <message>
            <source>Check the drive, and the free space for temporary files.</source>
            <translation>Prüfen Sie das Laufwerk und den freien Platz für temporäre Dateien.</translation>
        </message>
        <message>
            <source>Check the project; other masks are not affected.</source>
            <translation>Prüfen Sie das Projekt; andere Masken sind nicht betroffen.</translation>
        </message>
        <message>
            <source>Choose 1, 2 or 3.</source>
            <translation>Wählen Sie 1, 2 oder 3.</translation>
        </message>
        <message>
            <source>Choose a copy of it.</source>
            <translation>Eine Kopie davon wählen.</translation>
        </message>
        <message>
            <source>Choose a copy of this project.</source>
            <translation>Eine Kopie dieses Projekts wählen.</translation>
        </message>
        <message>
            <source>Choose a file in it.</source>
            <translation>Wählen Sie eine Datei darin.</translation>
        </message>
        <message>
            <source>Choose a file with moving pictures.</source>
            <translation>Wählen Sie eine Datei mit bewegten Bildern.</translation>
        </message>
        <message>
            <source>Choose a folder that holds project.masklane.</source>
            <translation>Wählen Sie einen Ordner, der project.masklane enthält.</translation>
        </message>
        <message>
            <source>Choose a folder.</source>
            <translation>Wählen Sie einen Ordner.</translation>
        </message>
        <message>
            <source>Choose a format without this limit, or fewer objects.</source>
            <translation>Ein Format ohne diese Grenze wählen oder weniger Objekte.</translation>
        </message>
        <message>
            <source>Choose a model file, or one of: {known}.</source>
            <translation>Wählen Sie eine Modelldatei oder eines von: {known}.</translation>
        </message>
        <message>
            <source>Choose a multiple of {step} from {least} to {most}, such as 512.</source>
            <translation>Wählen Sie ein Vielfaches von {step} zwischen {least} und {most}, etwa 512.</translation>
        </message>
        <message>
            <source>Choose a new folder in it.</source>
            <translation>Wählen Sie einen neuen Ordner darin.</translation>
        </message>
        <message>
            <source>Choose a picture or a video.</source>
            <translation>Wählen Sie ein Bild oder ein Video.</translation>
        </message>
        <message>
            <source>Choose a project, or masks.</source>
            <translation>Ein Projekt oder Masken wählen.</translation>
        </message>
        <message>
            <source>Choose a smaller model or a lower model resolution (512 px), or close other programs that use the device.</source>
            <translation>Wählen Sie ein kleineres Modell oder eine kleinere Modellauflösung (512 px), oder schließen Sie andere Programme, die das Gerät nutzen.</translation>
        </message>
        <message>
            <source>Choose a smaller one, or train on cpu.</source>
            <translation>Ein kleineres wählen oder auf cpu trainieren.</translation>
        </message>
        <message>
            <source>Choose another copy, or import its masks.</source>
            <translation>Eine andere Kopie wählen oder ihre Masken importieren.</translation>
        </message>
        <message>
            <source>Choose another copy, or the truth.</source>
            <translation>Eine andere Kopie oder wahre Masken wählen.</translation>
        </message>
        <message>
            <source>Choose another folder, or delete that one.</source>
            <translation>Einen anderen Ordner wählen oder diesen löschen.</translation>
        </message>
        <message>
            <source>Choose another folder.</source>
            <translation>Wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>Choose another format.</source>
            <translation>Ein anderes Format wählen.</translation>
        </message>
        <message>
            <source>Choose another model, or the precision float32, in the settings. Masks made so far are kept.</source>
            <translation>Wählen Sie in den Einstellungen ein anderes Modell oder die Genauigkeit float32. Die bisherigen Masken bleiben erhalten.</translation>
        </message>
        <message>
            <source>Choose another name.</source>
            <translation>Wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>Choose another one.</source>
            <translation>Ein anderes wählen.</translation>
        </message>
        <message>
            <source>Choose another output folder, or delete that file to start anew.</source>
            <translation>Einen anderen Ausgabeordner wählen oder diese Datei löschen, um neu anzufangen.</translation>
        </message>
        <message>
            <source>Choose another phase in the menu Stage.</source>
            <translation>Im Menü Stufe eine andere Phase wählen.</translation>
        </message>
        <message>
            <source>Choose another video, if it is not this one.</source>
            <translation>Ein anderes Video wählen, wenn es nicht dieses ist.</translation>
        </message>
        <message>
            <source>Choose another.</source>
            <translation>Wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>Choose frames that were tracked and are not locked.</source>
            <translation>Bilder wählen, die verfolgt wurden und nicht gesperrt sind.</translation>
        </message>
        <message>
            <source>Choose it in the menu Stage.</source>
            <translation>Im Menü Stufe wählen.</translation>
        </message>
        <message>
            <source>Choose one of Meta's SAM 2.1 checkpoints, or a model made by Masklane.</source>
            <translation>Wählen Sie eine SAM-2.1-Modelldatei von Meta oder ein mit Masklane erstelltes Modell.</translation>
        </message>
        <message>
            <source>Choose one of: {there}.</source>
            <translation>Wählen Sie eines von: {there}.</translation>
        </message>
        <message>
            <source>Choose one that was made from the same files.</source>
            <translation>Eines wählen, das aus denselben Dateien gemacht wurde.</translation>
        </message>
        <message>
            <source>Choose one.</source>
            <translation>Wählen Sie einen.</translation>
        </message>
        <message>
            <source>Choose the folder of the masks.</source>
            <translation>Den Ordner mit den Masken wählen.</translation>
        </message>
        <message>
            <source>Choose the original file; a re-encoded copy may have other frames.</source>
            <translation>Wählen Sie die ursprüngliche Datei; eine neu kodierte Kopie kann andere Bilder haben.</translation>
        </message>
        <message>
            <source>Choose the video of the masks.</source>
            <translation>Das Video der Masken wählen.</translation>
        </message>
        <message>
            <source>Choose where it is now.</source>
            <translation>Zeigen Sie, wo es jetzt ist.</translation>
        </message>
        <message>
            <source>Choose where the video is.</source>
            <translation>Zeigen Sie, wo das Video ist.</translation>
        </message>
        <message>
            <source>Click on it, draw a box or paint it on one frame.</source>
            <translation>Auf einem Bild anklicken, umrahmen oder malen.</translation>
        </message>
        <message>
            <source>Click on it, or draw a box.</source>
            <translation>Klicken Sie es an oder ziehen Sie einen Rahmen.</translation>
        </message>
        <message>
            <source>Click on one in the video first.</source>
            <translation>Klicken Sie zuerst eines im Video an.</translation>
        </message>
        <message>
            <source>Click on the object on a frame first.</source>
            <translation>Klicken Sie das Objekt zuerst auf einem Bild an.</translation>
        </message>
        <message>
            <source>Click on the object on another frame.</source>
            <translation>Klicken Sie das Objekt auf einem anderen Bild an.</translation>
        </message>
        <message>
            <source>Close it there first.</source>
            <translation>Schließen Sie es zuerst dort.</translation>
        </message>
        <message>
            <source>Copy it again from where it came from.</source>
            <translation>Kopieren Sie es neu von dort, wo es herkam.</translation>
        </message>
        <message>
            <source>Copy it again.</source>
            <translation>Kopieren Sie sie neu.</translation>
        </message>
        <message>
            <source>Copy the folder to a place you can write to, and open the copy.</source>
            <translation>Kopieren Sie den Ordner an einen beschreibbaren Ort und öffnen Sie die Kopie.</translation>
        </message>
        <message>
            <source>Correct those that are not quite right, or improve another model.</source>
            <translation>Die korrigieren, die nicht ganz stimmen, oder ein anderes Modell verbessern.</translation>
        </message>
        <message>
            <source>Cryptomatte is written with hard edges, not with soft ones.</source>
            <translation>Cryptomatte wird mit harten Kanten geschrieben, nicht mit weichen.</translation>
        </message>
        <message>
            <source>Cryptomatte, all objects in one file a frame</source>
            <translation>Cryptomatte, alle Objekte in einer Datei je Bild</translation>
        </message>
        <message>
            <source>Cut-outs (PNG with alpha)</source>
            <translation>Freisteller (PNG mit Alpha)</translation>
        </message>
        <message>
            <source>DAVIS (JPEG frames and palette PNGs)</source>
            <translation>DAVIS (Bilder als JPEG, Masken als Paletten-PNG)</translation>
        </message>
        <message>
            <source>Delete the folder to start anew.</source>
            <translation>Den Ordner löschen, um neu anzufangen.</translation>
        </message>
        <message>
            <source>Download it again.</source>
            <translation>Laden Sie sie neu herunter.</translation>
        </message>
        <message>
            <source>EXR files need the package OpenEXR, which is not installed.</source>
            <translation>Für EXR-Dateien fehlt das Paket OpenEXR.</translation>
        </message>
        <message>
            <source>Each mask says whether a person made it, and its score.</source>
            <translation>Jede Maske sagt, ob ein Mensch sie gemacht hat, und ihren Score.</translation>
        </message>
        <message>
            <source>Every frame, every 2nd to {every}th, or up to {second} frames a second.</source>
            <translation>Jedes Bild, jedes 2. bis {every}., oder bis zu {second} Bilder je Sekunde.</translation>
        </message>
        <message>
            <source>FFV1 (MKV), exact colors</source>
            <translation>FFV1 (MKV), exakte Farben</translation>
        </message>
        <message>
            <source>Fetch it again under Model in the window, or with: masklane models fetch {id} ({size} MB). If it is a model of your own, give the file another name.</source>
            <translation>Laden Sie es im Fenster unter Modell neu oder mit: masklane models fetch {id} ({size} MB). Ist es ein eigenes Modell, geben Sie der Datei einen anderen Namen.</translation>
        </message>
        <message>
            <source>Fetch it under Model in the window, or with: masklane models fetch {id} ({size} MB).</source>
            <translation>Laden Sie es im Fenster unter Modell oder mit: masklane models fetch {id} ({size} MB).</translation>
        </message>
        <message>
            <source>Files cannot be named “{pattern}”.</source>
            <translation>Dateien können nicht „{pattern}“ heißen.</translation>
        </message>
        <message>
            <source>For compositing; needs the extra “exr”. Cryptomatte keeps names and overlaps.</source>
            <translation>Für Compositing; braucht den Zusatz „exr“. Cryptomatte behält Namen und Überlappungen.</translation>
        </message>
        <message>
            <source>For compositing; read from any picture: grey, palette, one bit, alpha.</source>
            <translation>Fürs Compositing; gelesen wird jedes Bild: Grau, Palette, ein Bit, Alpha.</translation>
        </message>
        <message>
            <source>Formats are: {formats}.</source>
            <translation>Formate sind: {formats}.</translation>
        </message>
        <message>
            <source>Formats with run lengths keep them.</source>
            <translation>Formate mit Lauflängen halten sie.</translation>
        </message>
        <message>
            <source>Frame {index} cannot be shown: the picture {file} cannot be decoded.</source>
            <translation>Bild {index} kann nicht gezeigt werden: Die Bilddatei {file} lässt sich nicht dekodieren.</translation>
        </message>
        <message>
            <source>Frame {index} of {file} cannot be decoded.</source>
            <translation>Bild {index} von {file} kann nicht dekodiert werden.</translation>
        </message>
        <message>
            <source>Frame {index} of {file} cannot be decoded. Frames that are built on it: {behind}.</source>
            <translation>Bild {index} von {file} kann nicht dekodiert werden. Bilder, die auf ihm aufbauen: {behind}.</translation>
        </message>
        <message>
            <source>Frame {index} of {name} has no picture.</source>
            <translation>Frame {index} von {name} hat kein Bild.</translation>
        </message>
        <message>
            <source>Frame {index} of “{name}” has no annotation.</source>
            <translation>Bild {index} von „{name}“ hat keine Annotation.</translation>
        </message>
        <message>
            <source>Frame “{missing}” of the sequence “{name}” has no annotation.</source>
            <translation>Bild „{missing}“ der Sequenz „{name}“ hat keine Annotation.</translation>
        </message>
        <message>
            <source>Free some disk space, then do it again.</source>
            <translation>Schaffen Sie Platz und wiederholen Sie die Änderung.</translation>
        </message>
        <message>
            <source>Free some disk space, then try again.</source>
            <translation>Schaffen Sie Platz auf dem Datenträger und versuchen Sie es erneut.</translation>
        </message>
        <message>
            <source>Get the file from {url} in another way and choose it as a model file.</source>
            <translation>Holen Sie die Datei auf anderem Weg von {url} und wählen Sie sie als Modelldatei.</translation>
        </message>
        <message>
            <source>Give a folder with the media of each, by name.</source>
            <translation>Einen Ordner mit den Medien aller Videos angeben, nach Namen.</translation>
        </message>
        <message>
            <source>Give each another name, or import them one by one.</source>
            <translation>Jedem einen anderen Namen geben oder sie einzeln importieren.</translation>
        </message>
        <message>
            <source>Give the folder that holds JPEGImages and Annotations.</source>
            <translation>Geben Sie den Ordner an, der JPEGImages und Annotations enthält.</translation>
        </message>
        <message>
            <source>Go to the frame where it should end.</source>
            <translation>Gehen Sie zu dem Bild, an dem es enden soll.</translation>
        </message>
        <message>
            <source>Holds everything but clicks: overlaps, what is absent, names, verdicts; scores of automatic masklets.</source>
            <translation>Hält alles außer Klicks: Überlappungen, Abwesenheit, Namen, Urteile; Scores automatischer Masklets.</translation>
        </message>
        <message>
            <source>How many frames a second “{name}” has is not known.</source>
            <translation>Wie viele Bilder pro Sekunde „{name}“ hat, ist nicht bekannt.</translation>
        </message>
        <message>
            <source>Import them again.</source>
            <translation>Bitte noch einmal importieren.</translation>
        </message>
        <message>
            <source>Import them to choose where they go.</source>
            <translation>Beim Importieren lässt sich wählen, wohin sie gehören.</translation>
        </message>
        <message>
            <source>In a video those behind, up to the next key frame, may look wrong: check them.</source>
            <translation>In einem Video können die Bilder dahinter, bis zum nächsten Schlüsselbild, falsch aussehen: Sie sollten geprüft werden.</translation>
        </message>
        <message>
            <source>In this project somebody else verifies it.</source>
            <translation>In diesem Projekt prüft es jemand anderes.</translation>
        </message>
        <message>
            <source>Install Masklane again.</source>
            <translation>Installieren Sie Masklane neu.</translation>
        </message>
        <message>
            <source>Install Masklane with its extra “exr”.</source>
            <translation>Masklane mit dem Zusatz „exr“ installieren.</translation>
        </message>
        <message>
            <source>Install PyAV as a wheel.</source>
            <translation>Installieren Sie PyAV als Wheel.</translation>
        </message>
        <message>
            <source>Invalid settings were reset: {names}.</source>
            <translation>Ungültige Einstellungen wurden zurückgesetzt: {names}.</translation>
        </message>
        <message>
            <source>Is it a video of masks?</source>
            <translation>Ist es ein Maskenvideo?</translation>
        </message>
        <message>
            <source>It has: {names}.</source>
            <translation>Vorhanden: {names}.</translation>
        </message>
        <message>
            <source>It is damaged.</source>
            <translation>Es ist beschädigt.</translation>
        </message>
        <message>
            <source>It is only for viewing: masks cannot be read back from it, and it has no sound.</source>
            <translation>Es ist nur zum Ansehen: Masken lassen sich daraus nicht zurücklesen, und der Ton fehlt.</translation>
        </message>
        <message>
            <source>It is protected against copying (DRM). Use a copy without protection.</source>
            <translation>Es ist kopiergeschützt (DRM). Verwenden Sie eine Kopie ohne Schutz.</translation>
        </message>
        <message>
            <source>It may be damaged, or another kind of file with a video's name.</source>
            <translation>Es ist vielleicht beschädigt oder eine andere Datei mit dem Namen eines Videos.</translation>
        </message>
        <message>
            <source>It may be damaged; replace or remove it.</source>
            <translation>Es ist vielleicht beschädigt; ersetzen oder entfernen Sie es.</translation>
        </message>
        <message>
            <source>It may have been deleted; undo brings it back.</source>
            <translation>Vielleicht wurde es gelöscht; Rückgängig bringt es zurück.</translation>
        </message>
        <message>
            <source>It may have been moved or deleted.</source>
            <translation>Vielleicht wurde der Ordner verschoben oder gelöscht.</translation>
        </message>
        <message>
            <source>Join some.</source>
            <translation>Fassen Sie einige zusammen.</translation>
        </message>
        <message>
            <source>KITTI's form has cars, too.</source>
            <translation>Die Form von KITTI hat auch Autos.</translation>
        </message>
        <message>
            <source>KITTI, frames from 0</source>
            <translation>KITTI, Frames ab 0</translation>
        </message>
        <message>
            <source>Leave out those without masks.</source>
            <translation>Die ohne Masken weglassen.</translation>
        </message>
        <message>
            <source>Leave them out with “only satisfactory ones”.</source>
            <translation>Mit „Nur gute“ bleiben sie weg.</translation>
        </message>
        <message>
            <source>Line {number} of “{name}” is damaged.</source>
            <translation>Zeile {number} von „{name}“ ist beschädigt.</translation>
        </message>
        <message>
            <source>Look at the masklets it learns from once more, or improve another model.</source>
            <translation>Sehen Sie die Masklets noch einmal an, aus denen gelernt wird, oder verbessern Sie ein anderes Modell.</translation>
        </message>
        <message>
            <source>Look at these frames again first.</source>
            <translation>Diese Bilder zuerst noch einmal ansehen.</translation>
        </message>
        <message>
            <source>Look through them: identities may be wrong.</source>
            <translation>Bitte durchsehen: Zuordnungen können falsch sein.</translation>
        </message>
        <message>
            <source>Lower the learning rate.</source>
            <translation>Die Lernrate senken.</translation>
        </message>
        <message>
            <source>MOTS (text and 16-bit pictures)</source>
            <translation>MOTS (Text und 16-Bit-Bilder)</translation>
        </message>
        <message>
            <source>MOTSChallenge, frames from 1</source>
            <translation>MOTSChallenge, Frames ab 1</translation>
        </message>
        <message>
            <source>Make room, or choose another place.</source>
            <translation>Platz schaffen oder einen anderen Ort wählen.</translation>
        </message>
        <message>
            <source>Make room, or free the place.</source>
            <translation>Platz schaffen oder den Ort freigeben.</translation>
        </message>
        <message>
            <source>Make room, then go on: it follows into the project with your next change.</source>
            <translation>Schaffen Sie Platz und arbeiten Sie weiter: Es folgt mit Ihrer nächsten Änderung ins Projekt.</translation>
        </message>
        <message>
            <source>Make room; what was saved before is gone on from.</source>
            <translation>Platz schaffen; von dem, was vorher gesichert wurde, geht es weiter.</translation>
        </message>
        <message>
            <source>Mask videos (black and white)</source>
            <translation>Maskenvideos (schwarz-weiß)</translation>
        </message>
        <message>
            <source>Masklane's own files are missing: there is no folder {folder}.</source>
            <translation>Eigene Dateien von Masklane fehlen: Es gibt keinen Ordner {folder}.</translation>
        </message>
        <message>
            <source>Masklets of several videos in one file; cannot tell what is absent from what is not annotated.</source>
            <translation>Masklets mehrerer Videos in einer Datei; trennt Abwesendes nicht von nicht Annotiertem.</translation>
        </message>
        <message>
            <source>Masks are not touched by this; they are tracked by the model alone.</source>
            <translation>Masken betrifft das nicht; sie werden mit dem Modell allein verfolgt.</translation>
        </message>
        <message>
            <source>Masks made so far are kept. Go on with the processor, or choose another device in the settings.</source>
            <translation>Die bisherigen Masken bleiben erhalten. Machen Sie mit dem Prozessor weiter oder wählen Sie in den Einstellungen ein anderes Gerät.</translation>
        </message>
        <message>
            <source>Mattes and mask pictures (PNG)</source>
            <translation>Mattes und Maskenbilder (PNG)</translation>
        </message>
        <message>
            <source>Mattes of single objects can have them.</source>
            <translation>Matten einzelner Objekte können sie haben.</translation>
        </message>
        <message>
            <source>Merge once more.</source>
            <translation>Noch einmal zusammenführen.</translation>
        </message>
        <message>
            <source>Merging needs at least two objects.</source>
            <translation>Zum Vereinen braucht es mindestens zwei Objekte.</translation>
        </message>
        <message>
            <source>Move that file away, then refresh the masklets again.</source>
            <translation>Verschieben Sie diese Datei und aktualisieren Sie die Masklets dann noch einmal.</translation>
        </message>
        <message>
            <source>Move those of each into a folder of their own, and add these.</source>
            <translation>Verschieben Sie die Bilder eines jeden in einen eigenen Ordner, und fügen Sie diese Ordner hinzu.</translation>
        </message>
        <message>
            <source>Name the others one by one: {names}.</source>
            <translation>Die anderen einzeln angeben: {names}.</translation>
        </message>
        <message>
            <source>No folder is given.</source>
            <translation>Es ist kein Ordner angegeben.</translation>
        </message>
        <message>
            <source>No frame of {file} can be decoded.</source>
            <translation>Kein einziges Bild von {file} kann dekodiert werden.</translation>
        </message>
        <message>
            <source>No held-out masklet shows its object: nothing can be measured.</source>
            <translation>Kein zurückgehaltenes Masklet zeigt sein Objekt: Es lässt sich nichts messen.</translation>
        </message>
        <message>
            <source>No masklet of {name} has been verified as satisfactory.</source>
            <translation>Kein Masklet von {name} wurde geprüft und für gut befunden.</translation>
        </message>
        <message>
            <source>No stretch of the clips shows an object on its first frame.</source>
            <translation>Kein Abschnitt der Clips zeigt auf seinem ersten Bild ein Objekt.</translation>
        </message>
        <message>
            <source>No video is chosen.</source>
            <translation>Kein Video ist gewählt.</translation>
        </message>
        <message>
            <source>None of the chosen objects has a mask on the chosen frames.</source>
            <translation>Keines der gewählten Objekte hat eine Maske auf den gewählten Frames.</translation>
        </message>
        <message>
            <source>None of the masklets that would be written was found satisfactory.</source>
            <translation>Keines der Masklets, die geschrieben würden, wurde für gut befunden.</translation>
        </message>
        <message>
            <source>Nothing is left to learn: no weight's name begins as one of the stage's groups.</source>
            <translation>Es bleibt nichts zu lernen: Kein Name eines Gewichts beginnt wie eine der Gruppen der Stufe.</translation>
        </message>
        <message>
            <source>Nothing is left to track in this direction.</source>
            <translation>In dieser Richtung ist nichts mehr zu verfolgen.</translation>
        </message>
        <message>
            <source>Nothing is left to track.</source>
            <translation>Nichts mehr zu verfolgen.</translation>
        </message>
        <message>
            <source>Nothing is tracked in phase 1: each frame is annotated by itself.</source>
            <translation>Phase 1 verfolgt nicht: jedes Bild wird für sich annotiert.</translation>
        </message>
        <message>
            <source>Nothing of the project {folder} can be read any more.</source>
            <translation>Vom Projekt {folder} ist nichts mehr lesbar.</translation>
        </message>
        <message>
            <source>Nothing was changed. Check whether something between you and the internet replaces downloads.</source>
            <translation>Nichts wurde geändert. Prüfen Sie, ob etwas zwischen Ihnen und dem Internet Dateien austauscht.</translation>
        </message>
        <message>
            <source>Nothing was imported.</source>
            <translation>Nichts wurde importiert.</translation>
        </message>
        <message>
            <source>Object {object} of “{name}” has two masks on frame {frame}.</source>
            <translation>Objekt {object} von „{name}“ hat zwei Masken auf Frame {frame}.</translation>
        </message>
        <message>
            <source>Objects are groups; CVAT has no tracks of masks. Cannot tell absent from not annotated.</source>
            <translation>Objekte sind Gruppen; CVAT kennt keine Maskenspuren. Trennt Abwesendes nicht von nicht Annotiertem.</translation>
        </message>
        <message>
            <source>Objects with masks as they were made, prompts, absences and verdicts; its media where it is found.</source>
            <translation>Objekte mit Masken, wie sie entstanden sind, Prompts, Abwesenheiten und Urteilen; Medien, wo sie gefunden werden.</translation>
        </message>
        <message>
            <source>On frame {frame} there are {count} masks without a track; {most} at most can be joined.</source>
            <translation>Auf Bild {frame} sind {count} Masken ohne Spur; höchstens {most} können verbunden werden.</translation>
        </message>
        <message>
            <source>One object a file. What compression has left between black and white is cut at half.</source>
            <translation>Ein Objekt je Datei. Was die Kompression zwischen Schwarz und Weiß ließ, wird bei der Hälfte getrennt.</translation>
        </message>
        <message>
            <source>One of: {known}.</source>
            <translation>Eines von: {known}.</translation>
        </message>
        <message>
            <source>Only a copy of the folder from before can help.</source>
            <translation>Nur eine frühere Kopie des Ordners kann helfen.</translation>
        </message>
        <message>
            <source>Open an earlier copy of the folder, or save what can still be read into a new project with `masklane check FOLDER --salvage NEW`.</source>
            <translation>Öffnen Sie eine frühere Kopie des Ordners, oder retten Sie mit `masklane check ORDNER --salvage NEU` in ein neues Projekt, was noch lesbar ist.</translation>
        </message>
        <message>
            <source>Open an earlier copy of the folder.</source>
            <translation>Öffnen Sie eine frühere Kopie des Ordners.</translation>
        </message>
        <message>
            <source>Open it, or choose another folder.</source>
            <translation>Öffnen Sie es oder wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>Open the project and show where the original is, or keep what is there now.</source>
            <translation>Das Projekt öffnen und zeigen, wo das Original ist, oder behalten, was jetzt da ist.</translation>
        </message>
        <message>
            <source>OpenEXR mattes and Cryptomatte</source>
            <translation>OpenEXR-Matten und Cryptomatte</translation>
        </message>
        <message>
            <source>Overlay video (H.264)</source>
            <translation>Video mit farbigen Masken (H.264)</translation>
        </message>
        <message>
            <source>Pictures are PNG, JPEG, BMP, WebP, TIFF or EXR files.</source>
            <translation>Bilder sind PNG-, JPEG-, BMP-, WebP-, TIFF- oder EXR-Dateien.</translation>
        </message>
        <message>
            <source>ProRes 4444 (MOV)</source>
            <translation>ProRes 4444 (MOV)</translation>
        </message>
        <message>
            <source>Put them into “images”, beside “labels”.</source>
            <translation>In „images“ neben „labels“ legen.</translation>
        </message>
        <message>
            <source>Reading or writing {path} failed: the disk or the network does not answer as it should.</source>
            <translation>Lesen oder Schreiben von {path} ist fehlgeschlagen: Datenträger oder Netzwerk antworten nicht, wie sie sollten.</translation>
        </message>
        <message>
            <source>Reinstall Masklane, or choose another model file.</source>
            <translation>Installieren Sie Masklane neu oder wählen Sie eine andere Modelldatei.</translation>
        </message>
        <message>
            <source>Relink the video to the file it was annotated on.</source>
            <translation>Verknüpfen Sie das Video mit der Datei, auf der es annotiert wurde.</translation>
        </message>
        <message>
            <source>Remove it, and keep it anew.</source>
            <translation>Entfernen und neu behalten.</translation>
        </message>
        <message>
            <source>Remove one first.</source>
            <translation>Zuerst eines entfernen.</translation>
        </message>
        <message>
            <source>Remove that link, then refresh the masklets again.</source>
            <translation>Entfernen Sie diese Verknüpfung und aktualisieren Sie die Masklets dann noch einmal.</translation>
        </message>
        <message>
            <source>Rename it, then open the sample again.</source>
            <translation>Benennen Sie ihn um und öffnen Sie das Beispiel noch einmal.</translation>
        </message>
        <message>
            <source>Rename the file.</source>
            <translation>Benennen Sie die Datei um.</translation>
        </message>
        <message>
            <source>Replace it; other frames can be used.</source>
            <translation>Ersetzen Sie sie; andere Bilder sind brauchbar.</translation>
        </message>
        <message>
            <source>Reset it for this object; it is learned again from the next corrections.</source>
            <translation>Für dieses Objekt vergessen; es wird aus den nächsten Korrekturen neu gelernt.</translation>
        </message>
        <message>
            <source>Resume it under Model in the window, or with: masklane models fetch {id}.</source>
            <translation>Laden Sie den Rest im Fenster unter Modell oder mit: masklane models fetch {id}.</translation>
        </message>
        <message>
            <source>Run lengths of a mask must be whole numbers.</source>
            <translation>Lauflängen einer Maske müssen ganze Zahlen sein.</translation>
        </message>
        <message>
            <source>Run lengths of a mask must lie between 0 and {size}.</source>
            <translation>Lauflängen einer Maske müssen zwischen 0 und {size} liegen.</translation>
        </message>
        <message>
            <source>SA-Co VEval (SAM 3, JSON)</source>
            <translation>SA-Co VEval (SAM 3, JSON)</translation>
        </message>
        <message>
            <source>SA-V (JSON)</source>
            <translation>SA-V (JSON)</translation>
        </message>
        <message>
            <source>SA-V (a picture for each object and frame)</source>
            <translation>SA-V (ein Bild je Objekt und Frame)</translation>
        </message>
        <message>
            <source>SA-V, BURST and YouTube-VIS keep them.</source>
            <translation>SA-V, BURST und YouTube-VIS behalten sie.</translation>
        </message>
        <message>
            <source>SA-V, COCO and YouTube-VIS keep overlaps.</source>
            <translation>SA-V, COCO und YouTube-VIS halten Überlappungen.</translation>
        </message>
        <message>
            <source>Save what comes out of it as a file.</source>
            <translation>Speichern Sie, was daraus kommt, als Datei.</translation>
        </message>
        <message>
            <source>Say every how many frames instead.</source>
            <translation>Stattdessen angeben, jedes wievielte Bild.</translation>
        </message>
        <message>
            <source>Say where they are, or write none.</source>
            <translation>Angeben, wo sie liegen, oder keine schreiben.</translation>
        </message>
        <message>
            <source>Scale the masks, or choose another video.</source>
            <translation>Masken skalieren oder ein anderes Video wählen.</translation>
        </message>
        <message>
            <source>Select them with Ctrl+click in the list.</source>
            <translation>Wählen Sie sie mit Strg+Klick in der Liste aus.</translation>
        </message>
        <message>
            <source>Set a range with I and O to track frames again.</source>
            <translation>Mit I und O einen Bereich setzen, um Bilder neu zu verfolgen.</translation>
        </message>
        <message>
            <source>Several videos with masks are called “{name}”: the media of each cannot be told.</source>
            <translation>Mehrere Videos mit Masken heißen „{name}“: Welche Medien zu welchem gehören, ist nicht zu erkennen.</translation>
        </message>
        <message>
            <source>Show other media, or none.</source>
            <translation>Andere Medien zeigen oder keine.</translation>
        </message>
        <message>
            <source>Show where it is now: Video, Find moved media.</source>
            <translation>Zeigen Sie, wo sie jetzt ist: Video, Verschobene Medien suchen.</translation>
        </message>
        <message>
            <source>Show where the original file is, or keep this one if its frames are the same.</source>
            <translation>Zeigen Sie, wo die ursprüngliche Datei ist, oder behalten Sie diese, wenn sie dieselben Bilder enthält.</translation>
        </message>
        <message>
            <source>Show where the original pictures are, or keep these if their frames are the same.</source>
            <translation>Zeigen Sie, wo die ursprünglichen Bilder sind, oder behalten Sie diese, wenn es dieselben sind.</translation>
        </message>
        <message>
            <source>Sort them into a folder for each video.</source>
            <translation>Je Video in einen eigenen Ordner sortieren.</translation>
        </message>
        <message>
            <source>Split it into files of fewer videos or frames, or leave objects out.</source>
            <translation>In Dateien mit weniger Videos oder Bildern aufteilen oder Objekte weglassen.</translation>
        </message>
        <message>
            <source>Split it into files of fewer videos or frames, or read fewer files at once.</source>
            <translation>In Dateien mit weniger Videos oder Bildern aufteilen oder weniger Dateien auf einmal einlesen.</translation>
        </message>
        <message>
            <source>Split it into files of fewer videos.</source>
            <translation>In Dateien mit weniger Videos aufteilen.</translation>
        </message>
        <message>
            <source>Start Masklane again, and try once more.</source>
            <translation>Masklane neu starten und noch einmal versuchen.</translation>
        </message>
        <message>
            <source>Tell Meta's loader by ann_every, or write every 1, 2, 3, 4, 6, 8, 12 or 24 frames.</source>
            <translation>Metas Loader per ann_every mitteilen oder jeden 1., 2., 3., 4., 6., 8., 12. oder 24. Frame schreiben.</translation>
        </message>
        <message>
            <source>That is this project itself.</source>
            <translation>Das ist dieses Projekt selbst.</translation>
        </message>
        <message>
            <source>The annotation “{file}” of “{name}” has {width}×{height} pixels, its frame {frame_width}×{frame_height}.</source>
            <translation>Die Annotation „{file}“ von „{name}“ hat {width}×{height} Pixel, ihr Bild {frame_width}×{frame_height}.</translation>
        </message>
        <message>
            <source>The annotation “{name}” is damaged.</source>
            <translation>Die Annotation „{name}“ ist beschädigt.</translation>
        </message>
        <message>
            <source>The annotation “{stray}.png” of the sequence “{name}” belongs to no frame.</source>
            <translation>Die Annotation „{stray}.png“ der Sequenz „{name}“ gehört zu keinem Bild.</translation>
        </message>
        <message>
            <source>The counts of a mask must be text or a list of whole numbers.</source>
            <translation>Die Längen einer Maske („counts“) müssen Text oder eine Liste ganzer Zahlen sein.</translation>
        </message>
        <message>
            <source>The description in {name} is damaged.</source>
            <translation>Die Beschreibung in {name} ist beschädigt.</translation>
        </message>
        <message>
            <source>The device ({device}) failed while it ran {words}: {reason}</source>
            <translation>Das Gerät ({device}) versagte, während es {words} rechnete: {reason}</translation>
        </message>
        <message>
            <source>The device has too little memory to train this model.</source>
            <translation>Das Gerät hat zu wenig Speicher, um dieses Modell zu trainieren.</translation>
        </message>
        <message>
            <source>The disk is full: the last change of {folder} was not saved.</source>
            <translation>Der Datenträger ist voll: Die letzte Änderung an {folder} wurde nicht gespeichert.</translation>
        </message>
        <message>
            <source>The disk is full: {path} cannot be written.</source>
            <translation>Die Festplatte ist voll: {path} lässt sich nicht schreiben.</translation>
        </message>
        <message>
            <source>The disk of {folder} does not answer as it should ({reason}).</source>
            <translation>Der Datenträger von {folder} antwortet nicht, wie er sollte ({reason}).</translation>
        </message>
        <message>
            <source>The disk of {folder} is full or does not answer: what you did last is kept in a file beside the project.</source>
            <translation>Das Laufwerk von {folder} ist voll oder antwortet nicht: Ihre letzten Änderungen sind in einer Datei neben dem Projekt aufgehoben.</translation>
        </message>
        <message>
            <source>The download of {title} is not finished: {arrived} of {size} MB are here.</source>
            <translation>{title} ist noch nicht ganz heruntergeladen: {arrived} von {size} MB sind da.</translation>
        </message>
        <message>
            <source>The effort must lie between 0.001 and 100.</source>
            <translation>Der Aufwand muss zwischen 0.001 und 100 liegen.</translation>
        </message>
        <message>
            <source>The embedded model is missing from this installation.</source>
            <translation>Das eingebaute Modell fehlt in dieser Installation.</translation>
        </message>
        <message>
            <source>The expected folders are JPEGImages/480p/&lt;sequence&gt; and Annotations/480p/&lt;sequence&gt;.</source>
            <translation>Erwartet werden die Ordner JPEGImages/480p/&lt;Sequenz&gt; und Annotations/480p/&lt;Sequenz&gt;.</translation>
        </message>
        <message>
            <source>The file could not be changed ({reason}).</source>
            <translation>Die Datei konnte nicht geändert werden ({reason}).</translation>
        </message>
        <message>
            <source>The file could not be renamed ({reason}).</source>
            <translation>Die Datei konnte nicht umbenannt werden ({reason}).</translation>
        </message>
        <message>
            <source>The file is damaged there: what is shown of those frames may be wrong. All others can be used.</source>
            <translation>Die Datei ist dort beschädigt: Was von diesen Bildern gezeigt wird, kann falsch sein. Alle anderen sind brauchbar.</translation>
        </message>
        <message>
            <source>The file is damaged there; other frames can be used.</source>
            <translation>Die Datei ist an dieser Stelle beschädigt; andere Bilder sind brauchbar.</translation>
        </message>
        <message>
            <source>The file is empty or cut short.</source>
            <translation>Die Datei ist leer oder abgeschnitten.</translation>
        </message>
        <message>
            <source>The file may be damaged or cut short. Copy it again from where it came from.</source>
            <translation>Die Datei ist vielleicht beschädigt oder abgeschnitten. Kopieren Sie sie neu von dort, wo sie herkam.</translation>
        </message>
        <message>
            <source>The file of “{name}” has changed: its masks were made for other frames and pixels ({old_count} and {old_width}×{old_height}, now {frame_count} and {width}×{height}).</source>
            <translation>Die Datei von „{name}“ hat sich geändert: Ihre Masken wurden für andere Bilder und Pixel erstellt ({old_count} und {old_width}×{old_height}, jetzt {frame_count} und {width}×{height}).</translation>
        </message>
        <message>
            <source>The files of “{name}” do not agree about its size or frames.</source>
            <translation>Die Dateien von „{name}“ sind über Größe oder Frames uneins.</translation>
        </message>
        <message>
            <source>The folder {file} holds no pictures.</source>
            <translation>Der Ordner {file} enthält keine Bilder.</translation>
        </message>
        <message>
            <source>The folder {file} holds the pictures of several videos: {sequences}.</source>
            <translation>Der Ordner {file} enthält die Bilder mehrerer Videos: {sequences}.</translation>
        </message>
        <message>
            <source>The folder {parent} cannot be made: {reason}.</source>
            <translation>Der Ordner {parent} kann nicht angelegt werden: {reason}.</translation>
        </message>
        <message>
            <source>The frames of “{name}” are not there.</source>
            <translation>Die Frames von „{name}“ sind nicht da.</translation>
        </message>
        <message>
            <source>The frames, transparent where no object is; objects cannot be told apart, and it has no sound.</source>
            <translation>Die Frames, durchsichtig, wo kein Objekt ist; Objekte sind nicht zu unterscheiden, und es hat keinen Ton.</translation>
        </message>
        <message>
            <source>The frames, transparent where no object is; objects cannot be told apart.</source>
            <translation>Die Frames, durchsichtig, wo kein Objekt ist; Objekte sind nicht zu unterscheiden.</translation>
        </message>
        <message>
            <source>The guide {file} cannot be read ({reason}).</source>
            <translation>Die Anleitung {file} kann nicht gelesen werden ({reason}).</translation>
        </message>
        <message>
            <source>The list of changes {file} cannot be read ({reason}).</source>
            <translation>Die Liste der Änderungen {file} kann nicht gelesen werden ({reason}).</translation>
        </message>
        <message>
            <source>The list “{name}” cannot be read.</source>
            <translation>Die Liste „{name}“ kann nicht gelesen werden.</translation>
        </message>
        <message>
            <source>The longest side is {most} pixels.</source>
            <translation>Die längste Seite hat {most} Pixel.</translation>
        </message>
        <message>
            <source>The loss is no number any more, with {share} of the learning rate too.</source>
            <translation>Der Verlust ist keine Zahl mehr, auch mit {share} der Lernrate nicht.</translation>
        </message>
        <message>
            <source>The loss of step {step} is not a finite number.</source>
            <translation>Der Verlust von Schritt {step} ist keine endliche Zahl.</translation>
        </message>
        <message>
            <source>The masks in {path} fit none of the project's videos.</source>
            <translation>Die Masken in {path} passen zu keinem Video des Projekts.</translation>
        </message>
        <message>
            <source>The masks of “{name}” have {width}×{height} pixels, its frames {video_width}×{video_height}.</source>
            <translation>Die Masken von „{name}“ haben {width}×{height} Pixel, seine Frames {video_width}×{video_height}.</translation>
        </message>
        <message>
            <source>The model could not be loaded.</source>
            <translation>Das Modell konnte nicht geladen werden.</translation>
        </message>
        <message>
            <source>The model could not be written to {path}: {reason}.</source>
            <translation>Das Modell konnte nicht nach {path} geschrieben werden: {reason}.</translation>
        </message>
        <message>
            <source>The model holds weights that are not finite numbers, so it was not saved.</source>
            <translation>Das Modell enthält Gewichte, die keine endlichen Zahlen sind; es wurde nicht gespeichert.</translation>
        </message>
        <message>
            <source>The model's answer is not a number: its weights are damaged, or too large for the chosen precision.</source>
            <translation>Die Antwort des Modells ist keine Zahl: Seine Gewichte sind beschädigt oder zu groß für die gewählte Genauigkeit.</translation>
        </message>
        <message>
            <source>The model's description asks for a convolution that is not supported.</source>
            <translation>Die Beschreibung des Modells verlangt eine Faltung, die nicht unterstützt wird.</translation>
        </message>
        <message>
            <source>The model's description does not describe a network this version can build.</source>
            <translation>Die Beschreibung des Modells beschreibt kein Netz, das diese Version bauen kann.</translation>
        </message>
        <message>
            <source>The name of {file} is not text.</source>
            <translation>Der Name von {file} ist kein Text.</translation>
        </message>
        <message>
            <source>The object has no prompt on this frame.</source>
            <translation>Das Objekt hat auf diesem Bild keine Eingabe.</translation>
        </message>
        <message>
            <source>The old file is kept as {name}.</source>
            <translation>Die alte Datei bleibt als {name} erhalten.</translation>
        </message>
        <message>
            <source>The picture on the clipboard is no mask: {doubt}.</source>
            <translation>Das Bild in der Zwischenablage ist keine Maske: {doubt}.</translation>
        </message>
        <message>
            <source>The picture {file} cannot be decoded.</source>
            <translation>Das Bild {file} kann nicht dekodiert werden.</translation>
        </message>
        <message>
            <source>The pictures are not of one size: {file} has {width}×{height} pixels, {other} has {other_width}×{other_height}.</source>
            <translation>Die Bilder sind nicht gleich groß: {file} hat {width}×{height} Pixel, {other} hat {other_width}×{other_height}.</translation>
        </message>
        <message>
            <source>The pictures in {path} are not those that the masks of {name} were made on: some were added, removed, renamed or changed.</source>
            <translation>Die Bilder in {path} sind nicht die, auf denen die Masken von {name} entstanden sind: Einige kamen hinzu, fehlen, wurden umbenannt oder geändert.</translation>
        </message>
        <message>
            <source>The pictures of “{name}” are not there, and labels do not say how large they are.</source>
            <translation>Die Bilder von „{name}“ sind nicht da, und die Labels sagen nicht, wie groß sie sind.</translation>
        </message>
        <message>
            <source>The pictures of “{name}” differ in size: they are not the frames of one video.</source>
            <translation>Die Bilder von „{name}“ sind verschieden groß: Sie sind nicht die Frames eines Videos.</translation>
        </message>
        <message>
            <source>The preset “{name}” cannot be used: {reason}.</source>
            <translation>Die Voreinstellung „{name}“ ist nicht brauchbar: {reason}.</translation>
        </message>
        <message>
            <source>The project file {path} cannot be copied to look at it: {reason}.</source>
            <translation>Die Projektdatei {path} kann nicht kopiert werden, um sie anzusehen: {reason}.</translation>
        </message>
        <message>
            <source>The project file {path} cannot be opened.</source>
            <translation>Die Projektdatei {path} kann nicht geöffnet werden.</translation>
        </message>
        <message>
            <source>The project file {path} holds more than fits into memory.</source>
            <translation>Die Projektdatei {path} enthält mehr, als in den Speicher passt.</translation>
        </message>
        <message>
            <source>The project file {path} is damaged.</source>
            <translation>Die Projektdatei {path} ist beschädigt.</translation>
        </message>
        <message>
            <source>The project file {path} is damaged: its tables are not as Masklane makes them.</source>
            <translation>Die Projektdatei {path} ist beschädigt: Ihre Tabellen sind nicht so, wie Masklane sie anlegt.</translation>
        </message>
        <message>
            <source>The project folder {folder} is not there any more.</source>
            <translation>Der Projektordner {folder} ist nicht mehr da.</translation>
        </message>
        <message>
            <source>The project has changed since the copy was looked at: nothing was taken over.</source>
            <translation>Das Projekt hat sich geändert, seit die Kopie angesehen wurde: Nichts wurde übernommen.</translation>
        </message>
        <message>
            <source>The project has {count} tags already.</source>
            <translation>Das Projekt hat schon {count} Merkmale.</translation>
        </message>
        <message>
            <source>The project is damaged: {count} things in it were left out or changed.</source>
            <translation>Das Projekt ist beschädigt: Ausgelassen oder geändert wurde darin {count}-mal etwas.</translation>
        </message>
        <message>
            <source>The project refers to {reference!r}, which does not lie in its folder.</source>
            <translation>Das Projekt verweist auf {reference!r}, das nicht in seinem Ordner liegt.</translation>
        </message>
        <message>
            <source>The project {folder} cannot be changed: the file or its folder is read-only.</source>
            <translation>Das Projekt {folder} kann nicht geändert werden: Die Datei oder ihr Ordner ist schreibgeschützt.</translation>
        </message>
        <message>
            <source>The project {folder} cannot be made: {reason}</source>
            <translation>Das Projekt {folder} kann nicht angelegt werden: {reason}</translation>
        </message>
        <message>
            <source>The project {folder} is in use by {owner}.</source>
            <translation>Das Projekt {folder} wird von {owner} benutzt.</translation>
        </message>
        <message>
            <source>The project {folder} is open in another program.</source>
            <translation>Das Projekt {folder} ist in einem anderen Programm geöffnet.</translation>
        </message>
        <message>
            <source>The project {parent} has the unknown format {version}.</source>
            <translation>Das Projekt {parent} hat das unbekannte Format {version}.</translation>
        </message>
        <message>
            <source>The project {parent} was made by a newer Masklane (format {version}; this one knows {target}).</source>
            <translation>Das Projekt {parent} wurde mit einem neueren Masklane erstellt (Format {version}; dieses kennt {target}).</translation>
        </message>
        <message>
            <source>The project {path} has none of the videos of this one.</source>
            <translation>Das Projekt {path} hat keines der Videos von diesem.</translation>
        </message>
        <message>
            <source>The project “{name}” has no objects.</source>
            <translation>Das Projekt „{name}“ hat keine Objekte.</translation>
        </message>
        <message>
            <source>The run lengths of a mask are damaged.</source>
            <translation>Die Lauflängen einer Maske sind beschädigt.</translation>
        </message>
        <message>
            <source>The run lengths of a mask are too long.</source>
            <translation>Die Lauflängen einer Maske sind zu lang.</translation>
        </message>
        <message>
            <source>The run lengths of a mask do not add up to its size.</source>
            <translation>Die Lauflängen einer Maske ergeben nicht ihre Größe.</translation>
        </message>
        <message>
            <source>The run lengths of a mask do not add up to {width} x {height} pixels.</source>
            <translation>Die Lauflängen einer Maske ergeben nicht {width} x {height} Pixel.</translation>
        </message>
        <message>
            <source>The run lengths of a mask end in the middle.</source>
            <translation>Die Lauflängen einer Maske enden mittendrin.</translation>
        </message>
        <message>
            <source>The run lengths of a mask hold characters that do not belong there.</source>
            <translation>Die Lauflängen einer Maske enthalten Zeichen, die nicht dorthin gehören.</translation>
        </message>
        <message>
            <source>The sample clip cannot be copied to {file}: {reason}</source>
            <translation>Das Beispielvideo kann nicht nach {file} kopiert werden: {reason}</translation>
        </message>
        <message>
            <source>The sample's project cannot be made in {folder}: {reason}</source>
            <translation>Das Projekt des Beispiels kann nicht in {folder} angelegt werden: {reason}</translation>
        </message>
        <message>
            <source>The sequence “{name}” has no annotations.</source>
            <translation>Die Sequenz „{name}“ hat keine Annotationen.</translation>
        </message>
        <message>
            <source>The sequence “{name}” has no folder of frames.</source>
            <translation>Die Sequenz „{name}“ hat keinen Ordner mit Bildern.</translation>
        </message>
        <message>
            <source>The sequence “{name}” has no frames.</source>
            <translation>Die Sequenz „{name}“ hat keine Bilder.</translation>
        </message>
        <message>
            <source>The server offers a file of {total:,} bytes as {title}; it should have {size_bytes:,}.</source>
            <translation>Der Server bietet als {title} eine Datei mit {total:,} Bytes an; es sollten {size_bytes:,} sein.</translation>
        </message>
        <message>
            <source>The settings cannot be saved in {file} ({reason}).</source>
            <translation>Die Einstellungen können nicht in {file} gespeichert werden ({reason}).</translation>
        </message>
        <message>
            <source>The settings in {file} cannot be read ({reason}); defaults are used.</source>
            <translation>Die Einstellungen in {file} können nicht gelesen werden ({reason}); es gelten die Vorgaben.</translation>
        </message>
        <message>
            <source>The settings in {file} were damaged; defaults are used.</source>
            <translation>Die Einstellungen in {file} waren beschädigt; es gelten die Vorgaben.</translation>
        </message>
        <message>
            <source>The size of a mask must be [height, width].</source>
            <translation>Die Größe einer Maske muss [Höhe, Breite] sein.</translation>
        </message>
        <message>
            <source>The tracks of “{name}” do not fit its rows.</source>
            <translation>Die Spuren von „{name}“ passen nicht zu seinen Zeilen.</translation>
        </message>
        <message>
            <source>The training could not be started.</source>
            <translation>Das Training ließ sich nicht starten.</translation>
        </message>
        <message>
            <source>The video to export is not in the project any more.</source>
            <translation>Das zu exportierende Video ist nicht mehr im Projekt.</translation>
        </message>
        <message>
            <source>The video to export is not in the project.</source>
            <translation>Das zu exportierende Video ist nicht im Projekt.</translation>
        </message>
        <message>
            <source>The video “{name}” cannot be written: {reason}.</source>
            <translation>Das Video „{name}“ kann nicht geschrieben werden: {reason}.</translation>
        </message>
        <message>
            <source>The video “{name}” has other frames now: no masks were imported.</source>
            <translation>Das Video „{name}“ hat jetzt andere Bilder: Es wurden keine Masken importiert.</translation>
        </message>
        <message>
            <source>The video “{name}” is not in the project any more.</source>
            <translation>Das Video „{name}“ ist nicht mehr im Projekt.</translation>
        </message>
        <message>
            <source>Their masks replace those that are there.</source>
            <translation>Ihre Masken ersetzen die vorhandenen.</translation>
        </message>
        <message>
            <source>There are masks of {count} videos.</source>
            <translation>Es sind Masken von {count} Videos.</translation>
        </message>
        <message>
            <source>There are no clips to learn tracking from.</source>
            <translation>Es gibt keine Clips, aus denen sich Verfolgen lernen lässt.</translation>
        </message>
        <message>
            <source>There are {count} reasons, but nine number keys.</source>
            <translation>Es sind {count} Gründe, aber nur neun Zifferntasten.</translation>
        </message>
        <message>
            <source>There are: {names}.</source>
            <translation>Es gibt: {names}.</translation>
        </message>
        <message>
            <source>There is a project in {parent} already.</source>
            <translation>In {parent} gibt es schon ein Projekt.</translation>
        </message>
        <message>
            <source>There is already an object named “{name}” in this video.</source>
            <translation>In diesem Video gibt es schon ein Objekt namens „{name}“.</translation>
        </message>
        <message>
            <source>There is no category of which somebody said that all of it is masked, or that there is none.</source>
            <translation>Von keiner Kategorie ist beantwortet, ob alles maskiert ist oder nichts davon vorkommt.</translation>
        </message>
        <message>
            <source>There is no device {device!r} here.</source>
            <translation>Hier gibt es kein Gerät {device!r}.</translation>
        </message>
        <message>
            <source>There is no file or folder {path}.</source>
            <translation>Es gibt keine Datei und keinen Ordner {path}.</translation>
        </message>
        <message>
            <source>There is no file or folder “{path}”.</source>
            <translation>Es gibt keine Datei und keinen Ordner „{path}“.</translation>
        </message>
        <message>
            <source>There is no file {path}.</source>
            <translation>Es gibt keine Datei {path}.</translation>
        </message>
        <message>
            <source>There is no folder “{root}”.</source>
            <translation>Es gibt keinen Ordner „{root}“.</translation>
        </message>
        <message>
            <source>There is no format {id!r}.</source>
            <translation>Es gibt kein Format {id!r}.</translation>
        </message>
        <message>
            <source>There is no frame {frame}: the video has {frame_count}.</source>
            <translation>Es gibt kein Bild {frame}: Das Video hat {frame_count}.</translation>
        </message>
        <message>
            <source>There is no model file {name}.</source>
            <translation>Es gibt keine Modelldatei {name}.</translation>
        </message>
        <message>
            <source>There is no model {name!r}.</source>
            <translation>Es gibt kein Modell {name!r}.</translation>
        </message>
        <message>
            <source>There is no model {name} to fetch.</source>
            <translation>Es gibt kein Modell {name} zum Laden.</translation>
        </message>
        <message>
            <source>There is no object to track.</source>
            <translation>Es gibt kein Objekt, das verfolgt werden kann.</translation>
        </message>
        <message>
            <source>There is no phase {phase}.</source>
            <translation>Eine Phase {phase} gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no preset “{name}”.</source>
            <translation>Es gibt keine Voreinstellung „{name}“.</translation>
        </message>
        <message>
            <source>There is no project in {parent}.</source>
            <translation>In {parent} gibt es kein Projekt.</translation>
        </message>
        <message>
            <source>There is no project in {path}.</source>
            <translation>In {path} ist kein Projekt.</translation>
        </message>
        <message>
            <source>There is no sample clip in {folder}.</source>
            <translation>In {folder} liegt kein Beispielvideo.</translation>
        </message>
        <message>
            <source>There is no such annotation rate.</source>
            <translation>Eine solche Annotationsrate gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no video to track in.</source>
            <translation>Es ist noch kein Video da.</translation>
        </message>
        <message>
            <source>There is not enough memory for {words}.</source>
            <translation>Der Speicher reicht nicht für {words}.</translation>
        </message>
        <message>
            <source>There is not enough room in {folder}: {needed} MB are needed, {free} MB free.</source>
            <translation>In {folder} ist nicht genug Platz: {needed} MB werden gebraucht, {free} MB sind frei.</translation>
        </message>
        <message>
            <source>There is nothing to export: the project has no video.</source>
            <translation>Es gibt nichts zu exportieren: Das Projekt hat kein Video.</translation>
        </message>
        <message>
            <source>There is nothing to track again in another way on these frames.</source>
            <translation>Auf diesen Bildern lässt sich nichts auf andere Weise verfolgen.</translation>
        </message>
        <message>
            <source>There is nothing to track from.</source>
            <translation>Es gibt nichts, wovon aus verfolgt werden kann.</translation>
        </message>
        <message>
            <source>There is nothing to track from: the prompted frames cannot be decoded.</source>
            <translation>Es gibt nichts, wovon das Tracking ausgehen kann: Die Bilder mit Prompts lassen sich nicht dekodieren.</translation>
        </message>
        <message>
            <source>These options make no sense: see which values each can have.</source>
            <translation>Diese Optionen ergeben keinen Sinn: Bitte die möglichen Werte beachten.</translation>
        </message>
        <message>
            <source>These {count} pictures are frames of one video, but not all of the folder {folder}.</source>
            <translation>Diese {count} Bilder gehören zu einem Video, sind aber nicht alle des Ordners {folder}.</translation>
        </message>
        <message>
            <source>They are PNGs in a folder for each object.</source>
            <translation>Es sind PNGs in einem Ordner je Objekt.</translation>
        </message>
        <message>
            <source>They are folders of pictures in JPEGImages/480p.</source>
            <translation>Das sind Ordner mit Bildern in JPEGImages/480p.</translation>
        </message>
        <message>
            <source>They are left out.</source>
            <translation>Sie werden weggelassen.</translation>
        </message>
        <message>
            <source>They are scaled.</source>
            <translation>Sie werden skaliert.</translation>
        </message>
        <message>
            <source>They become further objects.</source>
            <translation>Sie werden weitere Objekte.</translation>
        </message>
        <message>
            <source>They get masks only where there is none.</source>
            <translation>Sie erhalten Masken nur dort, wo keine ist.</translation>
        </message>
        <message>
            <source>They stay exact in the video's own resolution.</source>
            <translation>In der Auflösung des Videos bleiben sie genau.</translation>
        </message>
        <message>
            <source>This installation has no H.264 encoder.</source>
            <translation>Diese Installation hat keinen H.264-Encoder.</translation>
        </message>
        <message>
            <source>This installation has no encoder for {codec}.</source>
            <translation>Dieser Installation fehlt ein Encoder für {codec}.</translation>
        </message>
        <message>
            <source>This model cannot work at {size} px.</source>
            <translation>Dieses Modell kann nicht mit {size} px arbeiten.</translation>
        </message>
        <message>
            <source>This object does not exist any more.</source>
            <translation>Dieses Objekt gibt es nicht mehr.</translation>
        </message>
        <message>
            <source>This video is not in the project any more.</source>
            <translation>Dieses Video ist nicht mehr im Projekt.</translation>
        </message>
        <message>
            <source>Tick one, or more.</source>
            <translation>Eines oder mehrere ankreuzen.</translation>
        </message>
        <message>
            <source>Track these objects again first.</source>
            <translation>Diese Objekte vorher noch einmal verfolgen.</translation>
        </message>
        <message>
            <source>Track these objects there first, if they belong in it.</source>
            <translation>Verfolgen Sie diese Objekte dort zuerst, wenn sie dazugehören.</translation>
        </message>
        <message>
            <source>Tracking goes from one frame to the next and skips none.</source>
            <translation>Verfolgt wird von Bild zu Bild, keines wird übersprungen.</translation>
        </message>
        <message>
            <source>Training cannot go on from {path}.</source>
            <translation>Das Training kann von {path} aus nicht weitergehen.</translation>
        </message>
        <message>
            <source>Try again.</source>
            <translation>Noch einmal versuchen.</translation>
        </message>
        <message>
            <source>Try again: the download goes on where it stopped.</source>
            <translation>Versuchen Sie es erneut: Das Herunterladen geht weiter, wo es aufgehört hat.</translation>
        </message>
        <message>
            <source>Try again; if it happens again, something between you and the internet replaces downloads.</source>
            <translation>Versuchen Sie es erneut; geschieht es wieder, tauscht etwas zwischen Ihnen und dem Internet Dateien aus.</translation>
        </message>
        <message>
            <source>Type at least one character.</source>
            <translation>Geben Sie mindestens ein Zeichen ein.</translation>
        </message>
        <message>
            <source>Undo brings it back.</source>
            <translation>Rückgängig bringt es zurück.</translation>
        </message>
        <message>
            <source>Unlock it to track it.</source>
            <translation>Geben Sie es frei, um es zu verfolgen.</translation>
        </message>
        <message>
            <source>Unlock them before.</source>
            <translation>Vorher entsperren.</translation>
        </message>
        <message>
            <source>Unlock them, edit and verify them again, or choose otherwise.</source>
            <translation>Entsperren, bearbeiten und neu prüfen oder anders wählen.</translation>
        </message>
        <message>
            <source>Update Masklane to open it.</source>
            <translation>Aktualisieren Sie Masklane, um es zu öffnen.</translation>
        </message>
        <message>
            <source>Use a model file made by this version of Masklane.</source>
            <translation>Verwenden Sie eine Modelldatei, die mit dieser Version von Masklane erstellt wurde.</translation>
        </message>
        <message>
            <source>Use longer clips or shorter stretches.</source>
            <translation>Längere Clips oder kürzere Abschnitte nehmen.</translation>
        </message>
        <message>
            <source>Verified masklets: {count}. A model learns little from fewer than {least}.</source>
            <translation>Geprüfte Masklets: {count}. Aus weniger als {least} lernt ein Modell wenig.</translation>
        </message>
        <message>
            <source>Verify a masklet of a second video; its masklets are only measured on.</source>
            <translation>Ein Masklet eines zweiten Videos prüfen; an dessen Masklets wird nur gemessen.</translation>
        </message>
        <message>
            <source>Verify masklets in the review queue first; only those are learned from.</source>
            <translation>Zuerst Masklets prüfen; nur aus geprüften wird gelernt.</translation>
        </message>
        <message>
            <source>Verify more of them first; until then, learning from corrections teaches it about single objects.</source>
            <translation>Prüfe zuerst mehr davon; bis dahin lernt es mit „Aus Korrekturen lernen“ über einzelne Objekte.</translation>
        </message>
        <message>
            <source>Verify them first, or write all.</source>
            <translation>Zuerst prüfen oder alle schreiben.</translation>
        </message>
        <message>
            <source>Video with alpha (ProRes 4444, FFV1)</source>
            <translation>Video mit Alpha (ProRes 4444, FFV1)</translation>
        </message>
        <message>
            <source>Wait for it, or pause it.</source>
            <translation>Darauf warten oder es anhalten.</translation>
        </message>
        <message>
            <source>Wait for it, or stop it.</source>
            <translation>Darauf warten oder es beenden.</translation>
        </message>
        <message>
            <source>What the model has learned from the corrections of an object cannot be read.</source>
            <translation>Was das Modell aus den Korrekturen eines Objekts gelernt hat, ist nicht lesbar.</translation>
        </message>
        <message>
            <source>What was downloaded is not {title}: its checksum is wrong, so it was deleted.</source>
            <translation>Was heruntergeladen wurde, ist nicht {title}: Die Prüfsumme stimmt nicht, deshalb wurde es gelöscht.</translation>
        </message>
        <message>
            <source>What was learned from a correction cannot be saved in {folder}: {reason}.</source>
            <translation>Was aus einer Korrektur gelernt wurde, lässt sich nicht in {folder} speichern: {reason}.</translation>
        </message>
        <message>
            <source>What was saved before is kept. Check the drive and its connection, then open the project again.</source>
            <translation>Was vorher gespeichert wurde, bleibt erhalten. Prüfen Sie das Laufwerk und seine Verbindung und öffnen Sie das Projekt neu.</translation>
        </message>
        <message>
            <source>What you did is saved, but would not survive a power cut: check the drive.</source>
            <translation>Was Sie getan haben, ist gespeichert, würde aber einen Stromausfall nicht überstehen: Prüfen Sie das Laufwerk.</translation>
        </message>
        <message>
            <source>What you do is still saved in it: close the project and open it where it is now.</source>
            <translation>Was Sie tun, wird weiterhin in ihm gespeichert: Schließen Sie das Projekt und öffnen Sie es dort, wo es jetzt ist.</translation>
        </message>
        <message>
            <source>Write a range that begins where they do, or one object at a time.</source>
            <translation>Einen Bereich schreiben, der mit ihnen beginnt, oder ein Objekt nach dem anderen.</translation>
        </message>
        <message>
            <source>Write it with another range.</source>
            <translation>Mit einem anderen Bereich schreiben.</translation>
        </message>
        <message>
            <source>Write it with other objects or frames.</source>
            <translation>Mit anderen Objekten oder Frames schreiben.</translation>
        </message>
        <message>
            <source>YOLO segmentation (text)</source>
            <translation>YOLO-Segmentierung (Text)</translation>
        </message>
        <message>
            <source>YouTube-VIS (JSON)</source>
            <translation>YouTube-VIS (JSON)</translation>
        </message>
        <message>
            <source>YouTube-VOS (JPEG frames and palette PNGs)</source>
            <translation>YouTube-VOS (JPEG-Frames und Paletten-PNGs)</translation>
        </message>
        <message>
            <source>`masklane check` names them. Open a copy of the folder from before, if there is one.</source>
            <translation>`masklane check` nennt alles. Öffnen Sie eine frühere Kopie des Ordners, falls es eine gibt.</translation>
        </message>
        <message>
            <source>a folder for each object</source>
            <translation>ein Ordner je Objekt</translation>
        </message>
        <message>
            <source>a folder for each object, 16 bits</source>
            <translation>ein Ordner je Objekt, 16 Bit</translation>
        </message>
        <message>
            <source>all objects in one</source>
            <translation>alle Objekte in einem</translation>
        </message>
        <message>
            <source>all objects in one matte</source>
            <translation>alle Objekte in einer Matte</translation>
        </message>
        <message>
            <source>all objects in one, 16 bits</source>
            <translation>alle Objekte in einem, 16 Bit</translation>
        </message>
        <message>
            <source>annotations without a mask, which are passed over: {count}.</source>
            <translation>Annotationen ohne Maske, die übergangen werden: {count}.</translation>
        </message>
        <message>
            <source>beside the frames as they are</source>
            <translation>neben den unveränderten Bildern</translation>
        </message>
        <message>
            <source>candidates that nobody has accepted: {count}; they are left out.</source>
            <translation>Kandidaten, die niemand angenommen hat: {count}; sie bleiben weg.</translation>
        </message>
        <message>
            <source>categories that are new here: {names}.</source>
            <translation>Kategorien, die hier neu sind: {names}.</translation>
        </message>
        <message>
            <source>categories without an answer, or not whole, which are left out: {names}.</source>
            <translation>Kategorien ohne Antwort oder nicht vollständig, die wegbleiben: {names}.</translation>
        </message>
        <message>
            <source>every pixel of it is on</source>
            <translation>jedes ihrer Pixel ist gesetzt</translation>
        </message>
        <message>
            <source>every {step} frames are annotated, and 24 cannot be divided by that.</source>
            <translation>Jeder {step}. Frame ist annotiert, und 24 ist dadurch nicht teilbar.</translation>
        </message>
        <message>
            <source>frames are counted from {first}: that one is taken for frame 0.</source>
            <translation>Bilder werden ab {first} gezählt: Dieses gilt als Bild 0.</translation>
        </message>
        <message>
            <source>frames beyond the end of the video: {count}; their masks are left out.</source>
            <translation>Frames nach dem Ende des Videos: {count}; ihre Masken bleiben weg.</translation>
        </message>
        <message>
            <source>frames on which objects overlap: {count}; each pixel goes to the object with the highest id.</source>
            <translation>Frames, auf denen sich Objekte überlappen: {count}; jedes Pixel geht an das Objekt mit der höchsten Id.</translation>
        </message>
        <message>
            <source>frames on which objects overlap: {count}; each pixel goes to the object with the lowest id.</source>
            <translation>Bilder, auf denen Objekte überlappen: {count}; jedes Pixel bekommt das Objekt mit der kleinsten Nummer.</translation>
        </message>
        <message>
            <source>frames on which objects overlap: {count}; each pixel goes to the smallest object there.</source>
            <translation>Frames, auf denen sich Objekte überlappen: {count}; jedes Pixel geht an das kleinste Objekt dort.</translation>
        </message>
        <message>
            <source>frames on which some objects have no mask yet: {count}; they are written as absent there.</source>
            <translation>Bilder, auf denen manche Objekte noch keine Maske haben: {count}; dort werden sie als abwesend geschrieben.</translation>
        </message>
        <message>
            <source>frames that cannot be decoded and are left out: {frames}.</source>
            <translation>Bilder, die sich nicht dekodieren lassen und fehlen: {frames}.</translation>
        </message>
        <message>
            <source>frames whose pictures the video does not have: {count}; their masks are left out.</source>
            <translation>Frames, deren Bilder das Video nicht hat: {count}; ihre Masken bleiben weg.</translation>
        </message>
        <message>
            <source>frames without any mask: {count}; they look as if nothing were there.</source>
            <translation>Frames ohne jede Maske: {count}; sie sehen aus, als wäre dort nichts.</translation>
        </message>
        <message>
            <source>ground truth</source>
            <translation>Ground Truth</translation>
        </message>
        <message>
            <source>it has an unknown form</source>
            <translation>sie hat eine unbekannte Form</translation>
        </message>
        <message>
            <source>it has no frame {first}: it is left out.</source>
            <translation>Frame {first} gibt es darin nicht: Es bleibt weg.</translation>
        </message>
        <message>
            <source>its bytes are broken</source>
            <translation>ihre Bytes sind beschädigt</translation>
        </message>
        <message>
            <source>its files have {least} to {most} frames; where one ends, its object has no masks.</source>
            <translation>die Dateien haben {least} bis {most} Bilder; wo eine endet, hat ihr Objekt keine Masken.</translation>
        </message>
        <message>
            <source>its frames are not there: only masks are written.</source>
            <translation>Die Frames sind nicht da: Nur Masken werden geschrieben.</translation>
        </message>
        <message>
            <source>its length is wrong</source>
            <translation>ihre Länge stimmt nicht</translation>
        </message>
        <message>
            <source>its masks go into the video “{name}”.</source>
            <translation>Seine Masken gehen in das Video „{name}“.</translation>
        </message>
        <message>
            <source>its runs do not add up</source>
            <translation>ihre Lauflängen gehen nicht auf</translation>
        </message>
        <message>
            <source>its {width}×{height} pixels are more than H.264 can hold; it is written at {new_width}×{new_height}. DAVIS keeps all pixels.</source>
            <translation>{width}×{height} Pixel sind mehr, als H.264 fasst; es wird mit {new_width}×{new_height} geschrieben. DAVIS behält alle Pixel.</translation>
        </message>
        <message>
            <source>labelme (a JSON file a frame)</source>
            <translation>labelme (eine JSON-Datei je Frame)</translation>
        </message>
        <message>
            <source>locked frames, which stay as they are: {count}.</source>
            <translation>gesperrte Frames, die bleiben, wie sie sind: {count}.</translation>
        </message>
        <message>
            <source>masklets that nobody found satisfactory: {count}; they are written.</source>
            <translation>Masklets, die niemand für gut befunden hat: {count}; sie werden geschrieben.</translation>
        </message>
        <message>
            <source>masks have {width}×{height} pixels, the video {video_width}×{video_height}.</source>
            <translation>Die Masken haben {width}×{height} Pixel, das Video {video_width}×{video_height}.</translation>
        </message>
        <message>
            <source>masks in several parts: {count}; each part becomes a shape of its own.</source>
            <translation>Masken aus mehreren Teilen: {count}; jeder Teil wird eine eigene Form.</translation>
        </message>
        <message>
            <source>masks over the frames</source>
            <translation>Masken über den Bildern</translation>
        </message>
        <message>
            <source>masks that are missing: {count}; they are written as not annotated.</source>
            <translation>Masken, die fehlen: {count}; sie werden als nicht annotiert geschrieben.</translation>
        </message>
        <message>
            <source>masks that are scaled from {old_width}×{old_height} to {width}×{height} pixels: {count}.</source>
            <translation>Masken, die von {old_width}×{old_height} auf {width}×{height} Pixel skaliert werden: {count}.</translation>
        </message>
        <message>
            <source>masks that are stale: {count}; they are written as they are.</source>
            <translation>Veraltete Masken: {count}; sie werden geschrieben, wie sie sind.</translation>
        </message>
        <message>
            <source>masks that are to be ignored, which are passed over: {count}.</source>
            <translation>Zu ignorierende Masken, die übergangen werden: {count}.</translation>
        </message>
        <message>
            <source>masks that cover the whole frame: {count}.</source>
            <translation>Masken, die den ganzen Frame bedecken: {count}.</translation>
        </message>
        <message>
            <source>masks that tracking lost: {count}; they are written as absent.</source>
            <translation>Masken, die das Tracking verloren hat: {count}; sie werden als abwesend geschrieben.</translation>
        </message>
        <message>
            <source>masks with holes: {count}; the holes are filled.</source>
            <translation>Masken mit Löchern: {count}; die Löcher werden gefüllt.</translation>
        </message>
        <message>
            <source>masks without a track were joined to {count} objects by what they share with the frame before.</source>
            <translation>Masken ohne Spur wurden nach der Überlappung mit dem Frame davor zu {count} Objekten verbunden.</translation>
        </message>
        <message>
            <source>masks, exact</source>
            <translation>Masken, exakt</translation>
        </message>
        <message>
            <source>names with letters beyond ASCII: {count}.</source>
            <translation>Namen mit Buchstaben außerhalb von ASCII: {count}.</translation>
        </message>
        <message>
            <source>no connection to {host}</source>
            <translation>keine Verbindung zu {host}</translation>
        </message>
        <message>
            <source>no pixel is white on any frame: the object is absent everywhere.</source>
            <translation>auf keinem Bild ist ein Pixel weiß: das Objekt fehlt überall.</translation>
        </message>
        <message>
            <source>not one pixel of it is on: its values are all 0</source>
            <translation>kein Pixel ist gesetzt: Alle Werte sind 0</translation>
        </message>
        <message>
            <source>nothing of what was chosen is in it: it is left out.</source>
            <translation>Nichts vom Gewählten ist darin: Es bleibt weg.</translation>
        </message>
        <message>
            <source>object numbers, 16 bits</source>
            <translation>Objektnummern, 16 Bit</translation>
        </message>
        <message>
            <source>object numbers, 8 bits</source>
            <translation>Objektnummern, 8 Bit</translation>
        </message>
        <message>
            <source>objects that are locked or verified, and keep their masks: {names}.</source>
            <translation>Objekte, die gesperrt oder geprüft sind und ihre Masken behalten: {names}.</translation>
        </message>
        <message>
            <source>objects that are neither car nor pedestrian, the only classes: {count}; written as pedestrian.</source>
            <translation>Objekte, die weder Auto noch Fußgänger sind, die einzigen Klassen: {count}; als Fußgänger geschrieben.</translation>
        </message>
        <message>
            <source>objects that are no pedestrian, the only class: {count}; written as pedestrian.</source>
            <translation>Objekte, die keine Fußgänger sind, die einzige Klasse: {count}; als Fußgänger geschrieben.</translation>
        </message>
        <message>
            <source>objects that are not on the first frame: {count}; DAVIS' evaluator does not score them.</source>
            <translation>Objekte, die nicht auf dem ersten Frame sind: {count}; DAVIS wertet sie nicht.</translation>
        </message>
        <message>
            <source>objects that are on no frame that is written: {count}; they are left out.</source>
            <translation>Objekte, die auf keinem der geschriebenen Frames sind: {count}; sie bleiben weg.</translation>
        </message>
        <message>
            <source>objects with a name that there is already: {count}.</source>
            <translation>Objekte, deren Name schon vergeben ist: {count}.</translation>
        </message>
        <message>
            <source>objects without a category, which are left out: {count}.</source>
            <translation>Objekte ohne Kategorie, die wegbleiben: {count}.</translation>
        </message>
        <message>
            <source>only {name} is read, of {count} files with masks.</source>
            <translation>nur {name} wird gelesen, von {count} Dateien mit Masken.</translation>
        </message>
        <message>
            <source>pictures with soft edges, which are cut at half: {count}.</source>
            <translation>Bilder mit weichen Kanten, die bei der Hälfte geschnitten werden: {count}.</translation>
        </message>
        <message>
            <source>pixels that are neither black nor white: {percent} %, on one frame {worst} %; they are cut at half.</source>
            <translation>Pixel, die weder schwarz noch weiß sind: {percent} %, auf einem Bild {worst} %; sie werden bei der Hälfte getrennt.</translation>
        </message>
        <message>
            <source>polygons</source>
            <translation>Polygone</translation>
        </message>
        <message>
            <source>results, with scores</source>
            <translation>Ergebnisse, mit Scores</translation>
        </message>
        <message>
            <source>run lengths, exact</source>
            <translation>Lauflängen, exakt</translation>
        </message>
        <message>
            <source>shapes that are neither masks nor polygons, which are passed over: {count}.</source>
            <translation>Formen, die weder Masken noch Polygone sind und übergangen werden: {count}.</translation>
        </message>
        <message>
            <source>the connection broke</source>
            <translation>die Verbindung brach ab</translation>
        </message>
        <message>
            <source>the connection was closed early</source>
            <translation>die Verbindung wurde vorzeitig geschlossen</translation>
        </message>
        <message>
            <source>the file is about 1 frame, the video has {video_count}.</source>
            <translation>Die Datei handelt von 1 Frame, das Video hat {video_count}.</translation>
        </message>
        <message>
            <source>the file is about {count} frames, the video has {video_count}.</source>
            <translation>Die Datei handelt von {count} Frames, das Video hat {video_count}.</translation>
        </message>
        <message>
            <source>the server answered {code}</source>
            <translation>der Server antwortete mit {code}</translation>
        </message>
        <message>
            <source>the server does not say which part it sends</source>
            <translation>der Server sagt nicht, welchen Teil er sendet</translation>
        </message>
        <message>
            <source>the video that was chosen is not in the project any more.</source>
            <translation>Das gewählte Video ist nicht mehr im Projekt.</translation>
        </message>
        <message>
            <source>there is no such video in the project: it becomes a new one.</source>
            <translation>Dieses Video gibt es im Projekt nicht: Es wird ein neues.</translation>
        </message>
        <message>
            <source>where more than {most} masks overlap on a frame, only the topmost {most} are drawn.</source>
            <translation>wo auf einem Bild mehr als {most} Masken überlappen, werden nur die obersten {most} gezeichnet.</translation>
        </message>
        <message>
            <source>with names</source>
            <translation>mit Namen</translation>
        </message>
        <message>
            <source>with names, beside the frames as they are</source>
            <translation>mit Namen, neben den unveränderten Bildern</translation>
        </message>
        <message>
            <source>{file} cannot be read: {reason}.</source>
            <translation>{file} kann nicht gelesen werden: {reason}.</translation>
        </message>
        <message>
            <source>{file} claims more frames than a video can have.</source>
            <translation>{file} gibt mehr Bilder an, als ein Video haben kann.</translation>
        </message>
        <message>
            <source>{file} claims to be {width}×{height} pixels, which is more than can be shown.</source>
            <translation>{file} gibt {width}×{height} Pixel an; das ist mehr, als gezeigt werden kann.</translation>
        </message>
        <message>
            <source>{file} holds no pictures.</source>
            <translation>{file} enthält keine Bilder.</translation>
        </message>
        <message>
            <source>{file} holds sound but no video.</source>
            <translation>{file} enthält Ton, aber kein Video.</translation>
        </message>
        <message>
            <source>{file} is a folder, not a file.</source>
            <translation>{file} ist ein Ordner, keine Datei.</translation>
        </message>
        <message>
            <source>{file} is a pipe or a device, not a file.</source>
            <translation>{file} ist eine Pipe oder ein Gerät, keine Datei.</translation>
        </message>
        <message>
            <source>{file} is empty.</source>
            <translation>{file} ist leer.</translation>
        </message>
        <message>
            <source>{file} is encrypted: its frames cannot be read without a key.</source>
            <translation>{file} ist verschlüsselt: Ohne Schlüssel sind seine Bilder nicht lesbar.</translation>
        </message>
        <message>
            <source>{file} is not a name a file can have.</source>
            <translation>{file} ist kein möglicher Dateiname.</translation>
        </message>
        <message>
            <source>{file} is not a video that can be read.</source>
            <translation>{file} ist kein lesbares Video.</translation>
        </message>
        <message>
            <source>{file} is not there any more.</source>
            <translation>{file} ist nicht mehr da.</translation>
        </message>
        <message>
            <source>{file} is too large for a picture.</source>
            <translation>{file} ist zu groß für ein Bild.</translation>
        </message>
        <message>
            <source>{file} may not be read by this user.</source>
            <translation>{file} darf von diesem Benutzer nicht gelesen werden.</translation>
        </message>
        <message>
            <source>{folder} cannot be made: {reason}.</source>
            <translation>{folder} kann nicht angelegt werden: {reason}.</translation>
        </message>
        <message>
            <source>{folder} cannot be opened.</source>
            <translation>{folder} lässt sich nicht öffnen.</translation>
        </message>
        <message>
            <source>{folder} holds a training from other masklets, another model or other settings.</source>
            <translation>In {folder} liegt ein Training mit anderen Masklets, einem anderen Modell oder anderen Einstellungen.</translation>
        </message>
        <message>
            <source>{folder} is no copy of this project: they have no video in common.</source>
            <translation>{folder} ist keine Kopie dieses Projekts: Sie haben kein Video gemeinsam.</translation>
        </message>
        <message>
            <source>{name} cannot be read as a checkpoint: it is damaged, or it holds more than weights.</source>
            <translation>{name} kann nicht als Modelldatei gelesen werden: Sie ist beschädigt oder enthält mehr als Gewichte.</translation>
        </message>
        <message>
            <source>{name} cannot be read: {reason}.</source>
            <translation>{name} kann nicht gelesen werden: {reason}.</translation>
        </message>
        <message>
            <source>{name} cannot keep its masks on what lies there now: it has {now_count} frames of {now_width}×{now_height} pixels, the masks were made for {frame_count} of {width}×{height}.</source>
            <translation>{name} kann seine Masken auf dem, was jetzt dort liegt, nicht behalten: Es hat {now_count} Bilder mit {now_width}×{now_height} Pixeln, die Masken gehören zu {frame_count} mit {width}×{height}.</translation>
        </message>
        <message>
            <source>{name} does not hold exactly the weights of {title} ({missing} are missing, {unknown} are unknown).</source>
            <translation>{name} enthält nicht genau die Gewichte von {title} ({missing} fehlen, {unknown} sind unbekannt).</translation>
        </message>
        <message>
            <source>{name} does not hold the weights its description names.</source>
            <translation>{name} enthält nicht die Gewichte, die seine Beschreibung nennt.</translation>
        </message>
        <message>
            <source>{name} has no mask to start from.</source>
            <translation>{name} hat noch keine Maske.</translation>
        </message>
        <message>
            <source>{name} has no masks from frame {frame} on.</source>
            <translation>{name} hat ab Bild {frame} keine Masken.</translation>
        </message>
        <message>
            <source>{name} has no masks to judge.</source>
            <translation>{name} hat keine Masken, die zu beurteilen wären.</translation>
        </message>
        <message>
            <source>{name} has no masks to verify.</source>
            <translation>{name} hat keine Masken, die zu prüfen wären.</translation>
        </message>
        <message>
            <source>{name} holds no weights.</source>
            <translation>{name} enthält keine Gewichte.</translation>
        </message>
        <message>
            <source>{name} holds other things than weights.</source>
            <translation>{name} enthält anderes als Gewichte.</translation>
        </message>
        <message>
            <source>{name} holds weights that are not finite numbers.</source>
            <translation>{name} enthält Gewichte, die keine endlichen Zahlen sind.</translation>
        </message>
        <message>
            <source>{name} is a SAM 2 network of a size Masklane does not know.</source>
            <translation>{name} ist ein SAM-2-Netz in einer Größe, die Masklane nicht kennt.</translation>
        </message>
        <message>
            <source>{name} is a checkpoint of SAM 2.0; Masklane uses SAM 2.1.</source>
            <translation>{name} gehört zu SAM 2.0; Masklane verwendet SAM 2.1.</translation>
        </message>
        <message>
            <source>{name} is damaged.</source>
            <translation>{name} ist beschädigt.</translation>
        </message>
        <message>
            <source>{name} is locked.</source>
            <translation>{name} ist gesperrt.</translation>
        </message>
        <message>
            <source>{name} is not a Masklane model of a format this version reads.</source>
            <translation>{name} ist kein Masklane-Modell in einem Format, das diese Version liest.</translation>
        </message>
        <message>
            <source>{name} is not a SAM 2 checkpoint.</source>
            <translation>{name} ist keine SAM-2-Modelldatei.</translation>
        </message>
        <message>
            <source>{name} is not a checkpoint, or it is incomplete.</source>
            <translation>{name} ist keine Modelldatei oder unvollständig.</translation>
        </message>
        <message>
            <source>{name} is not a readable model file.</source>
            <translation>{name} ist keine lesbare Modelldatei.</translation>
        </message>
        <message>
            <source>{name} is not as it was found any more.</source>
            <translation>{name} ist nicht mehr so, wie es gefunden wurde.</translation>
        </message>
        <message>
            <source>{name} is not at {path} any more.</source>
            <translation>{name} ist nicht mehr unter {path}.</translation>
        </message>
        <message>
            <source>{name} is not the file Meta published as {title}.</source>
            <translation>{name} ist nicht die Datei, die Meta als {title} veröffentlicht hat.</translation>
        </message>
        <message>
            <source>{name} is not the file that {video_name} was made from.</source>
            <translation>{name} ist nicht die Datei, aus der {video_name} entstand.</translation>
        </message>
        <message>
            <source>{name} is too large for a SAM 2 checkpoint.</source>
            <translation>{name} ist zu groß für eine SAM-2-Modelldatei.</translation>
        </message>
        <message>
            <source>{name} is too large for an embedded model.</source>
            <translation>{name} ist zu groß für ein eingebautes Modell.</translation>
        </message>
        <message>
            <source>{name} was handed in by you.</source>
            <translation>{name} ist von Ihnen abgegeben.</translation>
        </message>
        <message>
            <source>{name}: the weight {weight} has another size or type than described.</source>
            <translation>{name}: Das Gewicht {weight} hat eine andere Größe oder Art als beschrieben.</translation>
        </message>
        <message>
            <source>{path} cannot be read.</source>
            <translation>{path} ist nicht lesbar.</translation>
        </message>
        <message>
            <source>{path} cannot be written: {reason}.</source>
            <translation>{path} lässt sich nicht schreiben: {reason}.</translation>
        </message>
        <message>
            <source>{path} has changed. Frames and pixels were {frame_count} and {width}x{height}, now they are {info_frame_count} and {info_width}x{info_height}.</source>
            <translation>{path} hat sich geändert. Bilder und Pixel waren {frame_count} und {width}x{height}, jetzt sind es {info_frame_count} und {info_width}x{info_height}.</translation>
        </message>
        <message>
            <source>{path} is not a Masklane project.</source>
            <translation>{path} ist kein Masklane-Projekt.</translation>
        </message>
        <message>
            <source>{path} is not the file that the masks of {name} were made on.</source>
            <translation>{path} ist nicht die Datei, auf der die Masken von {name} entstanden sind.</translation>
        </message>
        <message>
            <source>{path} is not the whole file of {title}: it has {found:,} bytes, and Meta's has {size_bytes:,}.</source>
            <translation>{path} ist nicht die ganze Datei von {title}: Sie hat {found:,} Bytes, die von Meta {size_bytes:,}.</translation>
        </message>
        <message>
            <source>{path} is not what the masks of {name} were made on: nothing can be learned from them.</source>
            <translation>{path} ist nicht das, worauf die Masken von {name} gemacht wurden: Aus ihnen lässt sich nichts lernen.</translation>
        </message>
        <message>
            <source>{title} could not be downloaded: the server answered {code} {reason}.</source>
            <translation>{title} konnte nicht heruntergeladen werden: Der Server antwortete mit {code} {reason}.</translation>
        </message>
        <message>
            <source>{title} could not be downloaded: {reason}.</source>
            <translation>{title} konnte nicht heruntergeladen werden: {reason}.</translation>
        </message>
        <message>
            <source>{title} could not be saved: {reason}.</source>
            <translation>{title} konnte nicht gespeichert werden: {reason}.</translation>
        </message>
        <message>
            <source>{title} has no form {variant!r}.</source>
            <translation>{title} hat keine Form {variant!r}.</translation>
        </message>
        <message>
            <source>{title} is not on this computer yet.</source>
            <translation>{title} ist noch nicht auf diesem Rechner.</translation>
        </message>
        <message>
            <source>{title} is only read.</source>
            <translation>{title} wird nur gelesen.</translation>
        </message>
        <message>
            <source>{title} is only written: masks cannot be read back from it.</source>
            <translation>{title} wird nur geschrieben: Masken lassen sich daraus nicht zurücklesen.</translation>
        </message>
        <message>
            <source>“{answer}” is no answer to “{question}”.</source>
            <translation>„{answer}“ ist keine Antwort auf „{question}“.</translation>
        </message>
        <message>
            <source>“{destination}” exists already and is not empty.</source>
            <translation>„{destination}“ gibt es schon, und es ist nicht leer.</translation>
        </message>
        <message>
            <source>“{name}” cannot be read as a video: {reason}</source>
            <translation>„{name}“ lässt sich nicht als Video lesen: {reason}</translation>
        </message>
        <message>
            <source>“{name}” cannot be read: {reason}.</source>
            <translation>„{name}“ ist nicht lesbar: {reason}.</translation>
        </message>
        <message>
            <source>“{name}” cannot be written: {reason}.</source>
            <translation>„{name}“ kann nicht geschrieben werden: {reason}.</translation>
        </message>
        <message>
            <source>“{name}” declares document types or entities, which are not taken from a file.</source>
            <translation>„{name}“ deklariert Dokumenttypen oder Entitäten; die werden aus Dateien nicht übernommen.</translation>
        </message>
        <message>
            <source>“{name}” does not fit its video.</source>
            <translation>„{name}“ passt nicht zu seinem Video.</translation>
        </message>
        <message>
            <source>“{name}” has an object without a mask.</source>
            <translation>„{name}“ hat ein Objekt ohne Maske.</translation>
        </message>
        <message>
            <source>“{name}” has masks of image {id}, which it does not list.</source>
            <translation>„{name}“ hat Masken zu Bild {id}, das darin nicht aufgeführt ist.</translation>
        </message>
        <message>
            <source>“{name}” has masks of video {id}, which it does not list.</source>
            <translation>„{name}“ hat Masken zu Video {id}, das darin nicht aufgeführt ist.</translation>
        </message>
        <message>
            <source>“{name}” has more masks than can be read at once ({most}).</source>
            <translation>„{name}“ hat mehr Masken, als auf einmal gelesen werden können ({most}).</translation>
        </message>
        <message>
            <source>“{name}” has more than {most} objects.</source>
            <translation>„{name}“ hat mehr als {most} Objekte.</translation>
        </message>
        <message>
            <source>“{name}” has no frame {first}: its frames are 0 to {last}.</source>
            <translation>„{name}“ hat keinen Frame {first}: Es hat die Frames 0 bis {last}.</translation>
        </message>
        <message>
            <source>“{name}” has no frame {frame}.</source>
            <translation>„{name}“ hat keinen Frame {frame}.</translation>
        </message>
        <message>
            <source>“{name}” has {count} objects; {format} holds {most} at most.</source>
            <translation>„{name}“ hat {count} Objekte; {format} hält höchstens {most}.</translation>
        </message>
        <message>
            <source>“{name}” has {width}×{height} pixels, the videos before it {other_width}×{other_height}.</source>
            <translation>„{name}“ hat {width}×{height} Pixel, die Videos davor {other_width}×{other_height}.</translation>
        </message>
        <message>
            <source>“{name}” holds boxes: only polygons are masks.</source>
            <translation>„{name}“ enthält Rahmen: Nur Polygone sind Masken.</translation>
        </message>
        <message>
            <source>“{name}” holds no files of labelme.</source>
            <translation>„{name}“ enthält keine Dateien von labelme.</translation>
        </message>
        <message>
            <source>“{name}” holds no lines of MOTS.</source>
            <translation>„{name}“ enthält keine Zeilen von MOTS.</translation>
        </message>
        <message>
            <source>“{name}” holds no masks in a format that can be read.</source>
            <translation>„{name}“ enthält keine Masken in einem lesbaren Format.</translation>
        </message>
        <message>
            <source>“{name}” holds no masks.</source>
            <translation>„{name}“ enthält keine Masken.</translation>
        </message>
        <message>
            <source>“{name}” holds no pictures of masks.</source>
            <translation>„{name}“ enthält keine Maskenbilder.</translation>
        </message>
        <message>
            <source>“{name}” holds no polygons of YOLO.</source>
            <translation>„{name}“ enthält keine Polygone von YOLO.</translation>
        </message>
        <message>
            <source>“{name}” holds no videos of masks.</source>
            <translation>„{name}“ enthält keine Maskenvideos.</translation>
        </message>
        <message>
            <source>“{name}” holds too many files.</source>
            <translation>„{name}“ enthält zu viele Dateien.</translation>
        </message>
        <message>
            <source>“{name}” in the project folder is a file: the copies for other tools cannot be written.</source>
            <translation>„{name}“ im Projektordner ist eine Datei: Die Kopien für andere Programme lassen sich nicht schreiben.</translation>
        </message>
        <message>
            <source>“{name}” in the project folder leads to another place: nothing is written there.</source>
            <translation>„{name}“ im Projektordner führt an einen anderen Ort: Dort wird nichts geschrieben.</translation>
        </message>
        <message>
            <source>“{name}” in “{file}” is not the name of a sequence.</source>
            <translation>„{name}“ in „{file}“ ist kein Name einer Sequenz.</translation>
        </message>
        <message>
            <source>“{name}” is a colored picture; its pixel values do not say which object they belong to.</source>
            <translation>„{name}“ ist ein farbiges Bild; seine Pixelwerte sagen nicht, zu welchem Objekt sie gehören.</translation>
        </message>
        <message>
            <source>“{name}” is damaged.</source>
            <translation>„{name}“ ist beschädigt.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: a mask is no picture.</source>
            <translation>„{name}“ ist beschädigt: Eine Maske ist kein Bild.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: a mask lies outside of its picture.</source>
            <translation>„{name}“ ist beschädigt: Eine Maske liegt außerhalb ihres Bildes.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: a mask needs the two corners of its box.</source>
            <translation>„{name}“ ist beschädigt: Eine Maske braucht die zwei Ecken ihres Rahmens.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: a row of masks is too short or too long.</source>
            <translation>„{name}“ ist beschädigt: Eine Maskenzeile ist zu kurz oder zu lang.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: a track has two shapes on a frame.</source>
            <translation>„{name}“ ist beschädigt: Eine Spur hat auf einem Frame zwei Formen.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: it has more masks than frames.</source>
            <translation>„{name}“ ist beschädigt: Es hat mehr Masken als Frames.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: it has {rows} rows of masks for {count} frames.</source>
            <translation>„{name}“ ist beschädigt: Es hat {rows} Maskenzeilen für {count} Frames.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: it is nested too deeply.</source>
            <translation>„{name}“ ist beschädigt: zu tief verschachtelt.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: its numbers of frames make no sense.</source>
            <translation>„{name}“ ist beschädigt: Die Framezahlen ergeben keinen Sinn.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: masks and frames differ in number.</source>
            <translation>„{name}“ ist beschädigt: Es sind nicht so viele Masken wie Frames.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: run lengths are no whole numbers.</source>
            <translation>„{name}“ ist beschädigt: Lauflängen sind keine ganzen Zahlen.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: two images are one frame.</source>
            <translation>„{name}“ ist beschädigt: Zwei Bilder sind derselbe Frame.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: two images have one id.</source>
            <translation>„{name}“ ist beschädigt: Zwei Bilder haben dieselbe Id.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: two objects have one id.</source>
            <translation>„{name}“ ist beschädigt: Zwei Objekte haben dieselbe Id.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: two videos have one id.</source>
            <translation>„{name}“ ist beschädigt: Zwei Videos haben dieselbe Id.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: {key} is no whole number.</source>
            <translation>„{name}“ ist beschädigt: {key} ist keine ganze Zahl.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: {reason}.</source>
            <translation>„{name}“ ist beschädigt: {reason}.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: {track} is no number of a track.</source>
            <translation>„{name}“ ist beschädigt: {track} ist keine Spurnummer.</translation>
        </message>
        <message>
            <source>“{name}” is damaged: {what} is {value}.</source>
            <translation>„{name}“ ist beschädigt: {what} ist {value}.</translation>
        </message>
        <message>
            <source>“{name}” is neither a file nor a folder.</source>
            <translation>„{name}“ ist weder Datei noch Ordner.</translation>
        </message>
        <message>
            <source>“{name}” is no name of {what}.</source>
            <translation>„{name}“ ist kein gültiger Name ({what}).</translation>
        </message>
        <message>
            <source>“{name}” is not a PNG file.</source>
            <translation>„{name}“ ist keine PNG-Datei.</translation>
        </message>
        <message>
            <source>“{name}” is not a data set in DAVIS layout.</source>
            <translation>„{name}“ ist kein Datensatz im DAVIS-Layout.</translation>
        </message>
        <message>
            <source>“{name}” is not of CVAT: it has neither images nor tracks.</source>
            <translation>„{name}“ ist nicht von CVAT: Es hat weder Bilder noch Spuren.</translation>
        </message>
        <message>
            <source>“{name}” is of another size than the files before it.</source>
            <translation>„{name}“ hat eine andere Größe als die Dateien davor.</translation>
        </message>
        <message>
            <source>“{name}” is too large.</source>
            <translation>„{name}“ ist zu groß.</translation>
        </message>
        <message>
            <source>“{name}” is too large: {size} bytes, {most} at most.</source>
            <translation>„{name}“ ist zu groß: {size} Byte, höchstens {most}.</translation>
        </message>
        <message>
            <source>“{name}” lists more categories than can be read at once ({most}).</source>
            <translation>„{name}“ führt mehr Kategorien auf, als auf einmal gelesen werden können ({most}).</translation>
        </message>
        <message>
            <source>“{name}” lists more objects than can be read at once ({most}).</source>
            <translation>„{name}“ führt mehr Objekte auf, als auf einmal gelesen werden können ({most}).</translation>
        </message>
        <message>
            <source>“{name}” lists more pictures than can be read at once ({most}).</source>
            <translation>„{name}“ führt mehr Bilder auf, als auf einmal gelesen werden können ({most}).</translation>
        </message>
        <message>
            <source>“{name}” lists more videos than can be read at once ({most}).</source>
            <translation>„{name}“ führt mehr Videos auf, als auf einmal gelesen werden können ({most}).</translation>
        </message>
        <message>
            <source>“{name}” looks like a photograph, not like a mask.</source>
            <translation>„{name}“ sieht nach einem Foto aus, nicht nach einer Maske.</translation>
        </message>
        <message>
            <source>“{name}” looks like a video of pictures, not of masks: {percent} % of its pixels are neither black nor white.</source>
            <translation>„{name}“ sieht nach Bildern aus, nicht nach Masken: {percent} % der Pixel sind weder schwarz noch weiß.</translation>
        </message>
        <message>
            <source>“{name}” means {cells} cells, an object on a frame each; {most} at most are read at once.</source>
            <translation>„{name}“ meint {cells} Zellen, je ein Objekt auf einem Bild; höchstens {most} werden auf einmal gelesen.</translation>
        </message>
        <message>
            <source>“{name}” was changed while it was read.</source>
            <translation>„{name}“ wurde geändert, während es gelesen wurde.</translation>
        </message>
        <message>
            <source>“{place}” cannot be written: {reason}.</source>
            <translation>„{place}“ kann nicht geschrieben werden: {reason}.</translation>
        </message>
        <message>
            <source>“{place}” is a drive of its own.</source>
            <translation>„{place}“ ist ein eigenes Laufwerk.</translation>
        </message>
        <message>
            <source>“{place}” is not a folder.</source>
            <translation>„{place}“ ist kein Ordner.</translation>
        </message>
        <message>
            <source>“{place}” is not a whole path.</source>
            <translation>„{place}“ ist kein vollständiger Pfad.</translation>
        </message>
        <message>
            <source>“{place}” leads nowhere.</source>
            <translation>„{place}“ führt nirgendwohin.</translation>
        </message>
        <message>
            <source>“{root}” has no list ImageSets/*/{split}.txt.</source>
            <translation>„{root}“ hat keine Liste ImageSets/*/{split}.txt.</translation>
        </message>
        <message>
            <source>“{root}” holds frames but no folder {annotations}.</source>
            <translation>„{root}“ enthält Bilder, aber keinen Ordner {annotations}.</translation>
        </message>
        <message>
            <source>“{root}” holds no sequences.</source>
            <translation>„{root}“ enthält keine Sequenzen.</translation>
        </message>
        <message>
            <source>“{root}” is not a data set in DAVIS layout: it has no folder JPEGImages.</source>
            <translation>„{root}“ ist kein Datensatz im DAVIS-Aufbau: Der Ordner JPEGImages fehlt.</translation>
        </message>
    </context>
    <context>
        <name>ProgressView</name>
        <message>
            <source>Discard</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <source>Discard this training?</source>
            <translation>Dieses Training verwerfen?</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>It has failed: {reason}</source>
            <translation>Es ist fehlgeschlagen: {reason}</translation>
        </message>
        <message>
            <source>It was broken off at {where}. What was saved is there.</source>
            <translation>Bei {where} abgebrochen. Was gesichert wurde, ist da.</translation>
        </message>
        <message>
            <source>It was broken off before the first step. What was saved is there.</source>
            <translation>Vor dem ersten Schritt abgebrochen. Was gesichert wurde, ist da.</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Learned; mixtures of old and new are measured…</source>
            <translation>Gelernt; Mischungen aus altem und neuem werden gemessen…</translation>
        </message>
        <message>
            <source>Learning: {where}, about {time} left</source>
            <translation>Lernt: {where}, noch etwa {time}</translation>
        </message>
        <message>
            <source>Nothing better was found that forgets nothing: the old model stays in use.</source>
            <translation>Nichts Besseres gefunden, das nichts verlernt: Das alte Modell bleibt in Gebrauch.</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Pause</translation>
        </message>
        <message>
            <source>Paused at {where}.</source>
            <translation>Angehalten bei {where}.</translation>
        </message>
        <message>
            <source>Paused before the first step.</source>
            <translation>Vor dem ersten Schritt angehalten.</translation>
        </message>
        <message>
            <source>Pausing…</source>
            <translation>Hält an…</translation>
        </message>
        <message>
            <source>Stop and keep the best</source>
            <translation>Beenden und das Beste behalten</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird beendet…</translation>
        </message>
        <message>
            <source>The loss was no number any more: it has begun anew, more calmly.</source>
            <translation>Der Verlust war keine Zahl mehr: Es hat neu begonnen, behutsamer.</translation>
        </message>
        <message>
            <source>The old model is measured…</source>
            <translation>Das alte Modell wird gemessen…</translation>
        </message>
        <message>
            <source>There was too little memory: it learns {frames} frames at a time now.</source>
            <translation>Der Speicher reichte nicht: Es lernt jetzt {frames} Bilder auf einmal.</translation>
        </message>
        <message>
            <source>What it has learned in {done} of {steps} steps cannot be brought back.</source>
            <translation>Was es in {done} von {steps} Schritten gelernt hat, lässt sich nicht zurückholen.</translation>
        </message>
        <message>
            <source>What it is doing is finished first; that may take a minute.</source>
            <translation>Was gerade läuft, wird zuerst fertig; das kann eine Minute dauern.</translation>
        </message>
        <message>
            <source>You can work on, or close Masklane: the training is a process of its own and is found again here.</source>
            <translation>Weiterarbeiten oder Masklane schließen ist möglich: Das Training läuft für sich und ist hier wieder zu finden.</translation>
        </message>
        <message>
            <source>best so far {best}, old {old}</source>
            <translation>bisher bestes {best}, altes {old}</translation>
        </message>
        <message>
            <source>step {step} of {steps}</source>
            <translation>Schritt {step} von {steps}</translation>
        </message>
        <message>
            <source>{done} of {count}</source>
            <translation>{done} von {count}</translation>
        </message>
    </context>
    <context>
        <name>ProjectCard</name>
        <message>
            <source>Not found:</source>
            <translation>Nicht gefunden:</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Remove from list</source>
            <translation>Aus der Liste entfernen</translation>
        </message>
    </context>
    <context>
        <name>ProjectMerger</name>
        <message>
            <source>Look at {name}</source>
            <translation>{name} ansehen</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>Zusammenführen</translation>
        </message>
        <message>
            <source>There is nothing in the copy that is not here.</source>
            <translation>In der Kopie ist nichts, was nicht schon hier ist.</translation>
        </message>
        <message>
            <source>{count} object was taken over.</source>
            <translation>{count} Objekt wurde übernommen.</translation>
        </message>
        <message>
            <source>{count} objects were taken over.</source>
            <translation>{count} Objekte wurden übernommen.</translation>
        </message>
    </context>
    <context>
        <name>PromptEditor</name>
        <message>
            <source>Add click</source>
            <translation>Klick hinzufügen</translation>
        </message>
        <message>
            <source>Add negative click</source>
            <translation>Negativen Klick hinzufügen</translation>
        </message>
        <message>
            <source>Answer click</source>
            <translation>Klick beantworten</translation>
        </message>
        <message>
            <source>Delete click</source>
            <translation>Klick löschen</translation>
        </message>
        <message>
            <source>Delete prompt</source>
            <translation>Eingabe löschen</translation>
        </message>
        <message>
            <source>Draw box</source>
            <translation>Rahmen ziehen</translation>
        </message>
        <message>
            <source>Mark absent</source>
            <translation>Als abwesend markieren</translation>
        </message>
        <message>
            <source>Mark lost frames absent</source>
            <translation>Verlorene Bilder als abwesend markieren</translation>
        </message>
        <message>
            <source>Move click</source>
            <translation>Klick verschieben</translation>
        </message>
        <message>
            <source>Noted as not {name}. The mask comes with the first click on {name} itself.</source>
            <translation>Als „nicht {name}“ gemerkt. Die Maske kommt mit dem ersten Klick auf {name} selbst.</translation>
        </message>
        <message>
            <source>Object {number}</source>
            <translation>Objekt {number}</translation>
        </message>
        <message>
            <source>Paint</source>
            <translation>Malen</translation>
        </message>
        <message>
            <source>Prompts without a mask: {count}. The model is asked again.</source>
            <translation>Eingaben ohne Maske: {count}. Das Modell wird noch einmal gefragt.</translation>
        </message>
        <message>
            <source>The model is unsure of this mask, so other frames do not follow it: click again, or paint it.</source>
            <translation>Das Modell ist sich bei dieser Maske unsicher, darum folgen ihr andere Bilder nicht: noch einmal klicken oder malen.</translation>
        </message>
        <message>
            <source>The object is not lost on this frame.</source>
            <translation>Das Objekt ist auf diesem Bild nicht verloren.</translation>
        </message>
    </context>
    <context>
        <name>QuestionList</name>
        <message>
            <source>CATEGORIES TO ASK ABOUT</source>
            <translation>OFFENE KATEGORIEN</translation>
        </message>
    </context>
    <context>
        <name>QuestionPanel</name>
        <message>
            <source>IS ALL OF IT MASKED?</source>
            <translation>IST ALLES DAVON MASKIERT?</translation>
        </message>
        <message>
            <source>Is every “{category}” in {video} masked?</source>
            <translation>Ist in {video} alles maskiert, was „{category}“ ist?</translation>
        </message>
        <message>
            <source>No masklet is there. If there is one to mask, say no on its frame.</source>
            <translation>Es gibt kein Masklet davon. Ist doch etwas zu maskieren: Nein auf dem Bild, das es zeigt.</translation>
        </message>
        <message>
            <source>No “{category}” in {video}: is that right?</source>
            <translation>Kein „{category}“ in {video}: stimmt das?</translation>
        </message>
        <message>
            <source>No: on the frame that shows one that is not.</source>
            <translation>Nein: auf dem Bild, das eines ohne Maske zeigt.</translation>
        </message>
    </context>
    <context>
        <name>QueueFilter</name>
        <message>
            <source>All masklets</source>
            <translation>Alle Masklets</translation>
        </message>
        <message>
            <source>Go only through masklets with a tag</source>
            <translation>Nur Masklets mit einem Merkmal durchgehen</translation>
        </message>
    </context>
    <context>
        <name>QueueList</name>
        <message>
            <source>{count}: {tag}</source>
            <translation>{count}: {tag}</translation>
        </message>
    </context>
    <context>
        <name>QueueModel</name>
        <message>
            <source>not all masked, frame {frame}</source>
            <translation>nicht alles maskiert, Bild {frame}</translation>
        </message>
    </context>
    <context>
        <name>ReasonsDialog</name>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Down</source>
            <translation>Nach unten</translation>
        </message>
        <message>
            <source>Issues keep the words they were given.</source>
            <translation>Vorhandene Mängel behalten ihre Worte.</translation>
        </message>
        <message>
            <source>New reason</source>
            <translation>Neuer Grund</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>Reasons</source>
            <translation>Gründe</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>The usual ones</source>
            <translation>Die üblichen</translation>
        </message>
        <message>
            <source>Up</source>
            <translation>Nach oben</translation>
        </message>
        <message>
            <source>What can be wrong with a masklet, in the order of the number keys. Double-click renames.</source>
            <translation>Was an einem Masklet falsch sein kann, in der Reihenfolge der Zifferntasten. Doppelklick benennt um.</translation>
        </message>
    </context>
    <context>
        <name>RecentMenu</name>
        <message>
            <source>Clear this list</source>
            <translation>Liste leeren</translation>
        </message>
        <message>
            <source>No project was opened yet</source>
            <translation>Noch kein Projekt geöffnet</translation>
        </message>
    </context>
    <context>
        <name>RecountDialog</name>
        <message>
            <source>1 frame with masks or prompts is gone. Those masks are removed; Undo brings them back.</source>
            <translation>1 Bild mit Masken oder Prompts gibt es nicht mehr. Diese Masken werden entfernt; Rückgängig bringt sie zurück.</translation>
        </message>
        <message>
            <source>Another number of frames</source>
            <translation>Andere Anzahl von Bildern</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Masks go where the pictures are that they were made on.</source>
            <translation>Masken kommen dorthin, wo jetzt die Bilder sind, auf denen sie entstanden.</translation>
        </message>
        <message>
            <source>Masks keep their frame numbers.</source>
            <translation>Masken behalten ihre Bildnummern.</translation>
        </message>
        <message>
            <source>No mask is lost.</source>
            <translation>Keine Maske geht verloren.</translation>
        </message>
        <message>
            <source>Take the {now} frames</source>
            <translation>Die {now} Bilder übernehmen</translation>
        </message>
        <message>
            <source>The pictures of {name} stand in other places than when its masks were made.</source>
            <translation>Die Bilder von {name} stehen an anderen Stellen als damals, als die Masken entstanden.</translation>
        </message>
        <message>
            <source>What is removed</source>
            <translation>Was entfernt wird</translation>
        </message>
        <message>
            <source>{count} frames with masks or prompts are gone. Those masks are removed; Undo brings them back.</source>
            <translation>{count} Bilder mit Masken oder Prompts gibt es nicht mehr. Diese Masken werden entfernt; Rückgängig bringt sie zurück.</translation>
        </message>
        <message>
            <source>{name} had {before} frames when its masks were made. What lies there now has {now}.</source>
            <translation>{name} hatte {before} Bilder, als die Masken entstanden. Was jetzt dort liegt, hat {now}.</translation>
        </message>
    </context>
    <context>
        <name>Replays</name>
        <message>
            <source>Redone: {title}</source>
            <translation>Wiederholt: {title}</translation>
        </message>
        <message>
            <source>Undone: {title}</source>
            <translation>Rückgängig gemacht: {title}</translation>
        </message>
    </context>
    <context>
        <name>ResultLine</name>
        <message>
            <source>Open folder</source>
            <translation>Ordner öffnen</translation>
        </message>
    </context>
    <context>
        <name>Ruler</name>
        <message>
            <source>Timeline ruler</source>
            <translation>Lineal der Zeitleiste</translation>
        </message>
    </context>
    <context>
        <name>RunEndings</name>
        <message>
            <source>{title}: done up to the shot change at frame {frame}.</source>
            <translation>{title}: fertig bis zum Schnitt auf Bild {frame}.</translation>
        </message>
        <message>
            <source>{title}: done, but for frames that cannot be decoded: {frames}.</source>
            <translation>{title}: fertig, außer Bilder, die sich nicht dekodieren lassen: {frames}.</translation>
        </message>
        <message>
            <source>{title}: done, but for frames that cannot be decoded: {frames}. Check those that are built on them: {behind}.</source>
            <translation>{title}: fertig, außer Bilder, die sich nicht dekodieren lassen: {frames}. Zu prüfen sind die, die darauf aufbauen: {behind}.</translation>
        </message>
        <message>
            <source>{title}: done, by what was learned from corrections.</source>
            <translation>{title}: fertig, mit dem aus Korrekturen Gelernten.</translation>
        </message>
        <message>
            <source>{title}: done.</source>
            <translation>{title}: fertig.</translation>
        </message>
        <message>
            <source>{title}: stopped after {done} of {total} frames, which are kept.</source>
            <translation>{title}: gestoppt nach {done} von {total} Bildern; sie bleiben erhalten.</translation>
        </message>
    </context>
    <context>
        <name>RunQueue</name>
        <message>
            <source>Everything is up to date. Set a range with I and O to track it again.</source>
            <translation>Alles ist aktuell. Mit I und O einen Bereich setzen, um ihn neu zu verfolgen.</translation>
        </message>
        <message>
            <source>Track it again</source>
            <translation>Trotzdem verfolgen</translation>
        </message>
        <message>
            <source>Track the others</source>
            <translation>Die anderen verfolgen</translation>
        </message>
        <message>
            <source>{count} of them are verified.</source>
            <translation>{count} davon sind geprüft.</translation>
        </message>
        <message>
            <source>{name} is verified.</source>
            <translation>{name} ist geprüft.</translation>
        </message>
    </context>
    <context>
        <name>RunSetup</name>
        <message>
            <source>Track {count} objects</source>
            <translation>{count} Objekte verfolgen</translation>
        </message>
        <message>
            <source>Track {name}</source>
            <translation>{name} verfolgen</translation>
        </message>
        <message>
            <source>{title} in {video}</source>
            <translation>{title} in {video}</translation>
        </message>
    </context>
    <context>
        <name>SecondOpinion</name>
        <message>
            <source>Mark the stretch with I and O first.</source>
            <translation>Zuerst den Abschnitt mit I und O markieren.</translation>
        </message>
        <message>
            <source>Second opinion</source>
            <translation>Zweite Meinung</translation>
        </message>
        <message>
            <source>Second opinion: shows the object on {now} of {count} frames, before {before}. Q takes it.</source>
            <translation>Zweite Meinung: zeigt das Objekt auf {now} von {count} Bildern, vorher {before}. Q übernimmt sie.</translation>
        </message>
        <message>
            <source>Take the second opinion</source>
            <translation>Zweite Meinung übernehmen</translation>
        </message>
        <message>
            <source>The second opinion is the first one: there is nothing to take.</source>
            <translation>Die zweite Meinung ist die erste: Es gibt nichts zu übernehmen.</translation>
        </message>
        <message>
            <source>There is no second opinion to take.</source>
            <translation>Es gibt keine zweite Meinung zu übernehmen.</translation>
        </message>
    </context>
    <context>
        <name>SelectPanel</name>
        <message>
            <source>ACCEPT AS</source>
            <translation>ANNEHMEN ALS</translation>
        </message>
        <message>
            <source>ACCEPT MANY</source>
            <translation>VIELE ANNEHMEN</translation>
        </message>
        <message>
            <source>ACCEPTED</source>
            <translation>ANGENOMMEN</translation>
        </message>
        <message>
            <source>Every n-th</source>
            <translation>Jedes n-te</translation>
        </message>
        <message>
            <source>FIND OBJECTS</source>
            <translation>OBJEKTE FINDEN</translation>
        </message>
        <message>
            <source>Let the model find objects on the frame that is shown.</source>
            <translation>Lassen Sie das Modell auf dem gezeigten Bild Objekte finden.</translation>
        </message>
        <message>
            <source>No candidate</source>
            <translation>Kein Kandidat</translation>
        </message>
        <message>
            <source>None chosen</source>
            <translation>Keiner ausgewählt</translation>
        </message>
        <message>
            <source>SELECT</source>
            <translation>AUSWÄHLEN</translation>
        </message>
        <message>
            <source>Score from</source>
            <translation>Güte ab</translation>
        </message>
        <message>
            <source>Wanted: whole objects and parts with a visible border, the hard ones first.</source>
            <translation>Gesucht: ganze Objekte und Teile mit sichtbarem Rand, die schwierigen zuerst.</translation>
        </message>
        <message>
            <source>score {score}  ·  {area} pixels  ·  frame {frame}</source>
            <translation>Güte {score}  ·  {area} Pixel  ·  Bild {frame}</translation>
        </message>
        <message>
            <source>{count} in the list. Click one there, or press {key}.</source>
            <translation>{count} in der Liste. Dort einen anklicken oder {key} drücken.</translation>
        </message>
        <message>
            <source>{count} in the list. Click one there.</source>
            <translation>{count} in der Liste. Dort einen anklicken.</translation>
        </message>
    </context>
    <context>
        <name>Selecting</name>
        <message>
            <source>1 candidate dismissed.</source>
            <translation>1 Kandidat verworfen.</translation>
        </message>
        <message>
            <source>{count} candidates dismissed.</source>
            <translation>{count} Kandidaten verworfen.</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>A click on a frame in it is answered at once.</source>
            <translation>Ein Klick auf ein Bild darin wird sofort beantwortet.</translation>
        </message>
        <message>
            <source>At a shot change</source>
            <translation>Bei einem Schnitt</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Automatic (what the model was trained for)</source>
            <translation>Automatisch (wofür das Modell trainiert wurde)</translation>
        </message>
        <message>
            <source>Colors</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>Corrections</source>
            <translation>Korrekturen</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Embedded model</source>
            <translation>Eingebautes Modell</translation>
        </message>
        <message>
            <source>Exact (32 bit)</source>
            <translation>Exakt (32 Bit)</translation>
        </message>
        <message>
            <source>Fast (16 bit)</source>
            <translation>Schnell (16 Bit)</translation>
        </message>
        <message>
            <source>Fastest (measured)</source>
            <translation>Schnellste (gemessen)</translation>
        </message>
        <message>
            <source>For decoded frames</source>
            <translation>Für dekodierte Bilder</translation>
        </message>
        <message>
            <source>For encoded frames</source>
            <translation>Für kodierte Bilder</translation>
        </message>
        <message>
            <source>Frames in it are shown at once when scrubbing.</source>
            <translation>Bilder darin erscheinen beim Scrubben sofort.</translation>
        </message>
        <message>
            <source>General</source>
            <translation>Allgemein</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Weitermachen</translation>
        </message>
        <message>
            <source>If it learns, objects are tracked by what was learned from their corrections.</source>
            <translation>Lernt es, werden Objekte mit dem verfolgt, was aus ihren Korrekturen gelernt wurde.</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Model resolution</source>
            <translation>Modellauflösung</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>Same as the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stop, and ask whether to go on</source>
            <translation>Anhalten und fragen, ob es weitergeht</translation>
        </message>
        <message>
            <source>Stored in the project with verdicts and working times.</source>
            <translation>Wird mit Urteilen und Arbeitszeiten im Projekt gespeichert.</translation>
        </message>
        <message>
            <source>The fastest is measured once on this computer; the exact one gives the same result every time.</source>
            <translation>Die schnellste wird einmal auf diesem Rechner gemessen; die exakte liefert jedes Mal dasselbe Ergebnis.</translation>
        </message>
        <message>
            <source>The model learns from them</source>
            <translation>Das Modell lernt daraus</translation>
        </message>
        <message>
            <source>The model stays as it is</source>
            <translation>Das Modell bleibt, wie es ist</translation>
        </message>
        <message>
            <source>The playhead follows</source>
            <translation>Der Abspielkopf folgt</translation>
        </message>
        <message>
            <source>The playhead stays</source>
            <translation>Der Abspielkopf bleibt stehen</translation>
        </message>
        <message>
            <source>The side to which frames are scaled for the model; smaller is faster and coarser.</source>
            <translation>Seitenlänge, auf die Bilder für das Modell skaliert werden; kleiner ist schneller und gröber.</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>What tracking does there. A range that is set is tracked as it is.</source>
            <translation>Was das Verfolgen dort tut. Ein gesetzter Bereich wird ganz verfolgt.</translation>
        </message>
        <message>
            <source>While tracking</source>
            <translation>Beim Verfolgen</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>Ihr Name</translation>
        </message>
        <message>
            <source>{model} – to fetch ({size})</source>
            <translation>{model} – noch zu laden ({size})</translation>
        </message>
        <message>
            <source>{size} px</source>
            <translation>{size} px</translation>
        </message>
    </context>
    <context>
        <name>SettingsDialog</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Keyboard shortcuts…</source>
            <translation>Tastenkürzel…</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
    </context>
    <context>
        <name>ShortcutSheet</name>
        <message>
            <source>Action</source>
            <translation>Aktion</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Choose an action to change</source>
            <translation>Aktion zum Ändern wählen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Default keys</source>
            <translation>Standardtasten</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>New key</source>
            <translation>Neue Taste</translation>
        </message>
        <message>
            <source>No key</source>
            <translation>Keine Taste</translation>
        </message>
        <message>
            <source>Reset all keys</source>
            <translation>Alle Tasten zurücksetzen</translation>
        </message>
        <message>
            <source>Search actions or keys</source>
            <translation>Aktionen oder Tasten suchen</translation>
        </message>
        <message>
            <source>Use this key</source>
            <translation>Diese Taste verwenden</translation>
        </message>
        <message>
            <source>{key} belongs to “{action}”, which would lose it.</source>
            <translation>{key} gehört zu „{action}“ und ginge dort verloren.</translation>
        </message>
    </context>
    <context>
        <name>ShotBook</name>
        <message>
            <source>No shot change after this.</source>
            <translation>Danach kommt kein Schnitt mehr.</translation>
        </message>
        <message>
            <source>No shot change before this.</source>
            <translation>Davor ist kein Schnitt.</translation>
        </message>
    </context>
    <context>
        <name>StageColumns</name>
        <message>
            <source>TO VERIFY</source>
            <translation>ZU PRÜFEN</translation>
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message>
            <source>1 object</source>
            <translation>1 Objekt</translation>
        </message>
        <message>
            <source>1 video</source>
            <translation>1 Video</translation>
        </message>
        <message>
            <source>Drop videos, image folders or a project here</source>
            <translation>Videos, Bilderordner oder ein Projekt hierher ziehen</translation>
        </message>
        <message>
            <source>Masks of objects through whole videos: click, track, correct, export.</source>
            <translation>Masken von Objekten durch ganze Videos: klicken, verfolgen, korrigieren, exportieren.</translation>
        </message>
        <message>
            <source>New project…</source>
            <translation>Neues Projekt…</translation>
        </message>
        <message>
            <source>Open project…</source>
            <translation>Projekt öffnen…</translation>
        </message>
        <message>
            <source>Open the sample</source>
            <translation>Beispiel öffnen</translation>
        </message>
        <message>
            <source>Projects you open will be listed here. New to Masklane? Try the sample.</source>
            <translation>Hier erscheinen geöffnete Projekte. Neu bei Masklane? Probieren Sie das Beispiel.</translation>
        </message>
        <message>
            <source>Recent projects</source>
            <translation>Letzte Projekte</translation>
        </message>
        <message>
            <source>Today {time}</source>
            <translation>Heute {time}</translation>
        </message>
        <message>
            <source>Yesterday {time}</source>
            <translation>Gestern {time}</translation>
        </message>
        <message>
            <source>{count} objects</source>
            <translation>{count} Objekte</translation>
        </message>
        <message>
            <source>{count} stale</source>
            <translation>{count} veraltet</translation>
        </message>
        <message>
            <source>{count} videos</source>
            <translation>{count} Videos</translation>
        </message>
        <message>
            <source>{percent} % masked</source>
            <translation>{percent} % maskiert</translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message>
            <source>All changes saved</source>
            <translation>Alles gespeichert</translation>
        </message>
        <message>
            <source>Embedded model</source>
            <translation>Eingebautes Modell</translation>
        </message>
        <message>
            <source>Last change not saved</source>
            <translation>Letzte Änderung nicht gespeichert</translation>
        </message>
        <message>
            <source>Loading the model…</source>
            <translation>Modell wird geladen…</translation>
        </message>
        <message>
            <source>Masklane uses {size}</source>
            <translation>Masklane belegt {size}</translation>
        </message>
        <message>
            <source>Model not loaded</source>
            <translation>Modell nicht geladen</translation>
        </message>
        <message>
            <source>Model not loaded yet</source>
            <translation>Modell noch nicht geladen</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>Wird gespeichert…</translation>
        </message>
        <message>
            <source>{size} free</source>
            <translation>{size} frei</translation>
        </message>
    </context>
    <context>
        <name>Suggestions</name>
        <message>
            <source>Nothing here needs a look.</source>
            <translation>Hier muss nichts angesehen werden.</translation>
        </message>
        <message>
            <source>Nothing of what is selected needs a look, but another object does.</source>
            <translation>Am Ausgewählten muss nichts angesehen werden, aber an einem anderen Objekt.</translation>
        </message>
        <message>
            <source>That was the first suggestion.</source>
            <translation>Das war der erste Vorschlag.</translation>
        </message>
        <message>
            <source>That was the last suggestion.</source>
            <translation>Das war der letzte Vorschlag.</translation>
        </message>
        <message>
            <source>There is no suggestion before this frame: the next one is the first.</source>
            <translation>Vor diesem Bild gibt es keinen Vorschlag: Der nächste ist der erste.</translation>
        </message>
        <message>
            <source>There is no tracked mask here to call fine.</source>
            <translation>Hier ist keine verfolgte Maske, die gut sein könnte.</translation>
        </message>
        <message>
            <source>This is fine</source>
            <translation>Für gut befinden</translation>
        </message>
    </context>
    <context>
        <name>TagMenu</name>
        <message>
            <source>All objects</source>
            <translation>Alle Objekte</translation>
        </message>
        <message>
            <source>At least {count} edited frames</source>
            <translation>Mindestens {count} bearbeitete Bilder</translation>
        </message>
        <message>
            <source>Fewer than {count} edited frames</source>
            <translation>Weniger als {count} bearbeitete Bilder</translation>
        </message>
        <message>
            <source>No object has a tag yet: press T.</source>
            <translation>Noch hat kein Objekt ein Merkmal: Taste T.</translation>
        </message>
        <message>
            <source>Remove from this project</source>
            <translation>Aus diesem Projekt entfernen</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>Merkmal</translation>
        </message>
        <message>
            <source>Tag of your own…</source>
            <translation>Eigenes Merkmal…</translation>
        </message>
        <message>
            <source>Tags of {count} objects</source>
            <translation>Merkmale von {count} Objekten</translation>
        </message>
        <message>
            <source>Tags of {name}</source>
            <translation>Merkmale von {name}</translation>
        </message>
        <message>
            <source>What makes it hard?</source>
            <translation>Was macht es schwierig?</translation>
        </message>
    </context>
    <context>
        <name>Tags</name>
        <message>
            <source>Add tag</source>
            <translation>Merkmal hinzufügen</translation>
        </message>
        <message>
            <source>Remove tag</source>
            <translation>Merkmal entfernen</translation>
        </message>
        <message>
            <source>Tag object</source>
            <translation>Merkmal geben</translation>
        </message>
        <message>
            <source>fast</source>
            <translation>schnell</translation>
        </message>
        <message>
            <source>left the frame</source>
            <translation>verlässt das Bild</translation>
        </message>
        <message>
            <source>look-alike</source>
            <translation>Ähnliches im Bild</translation>
        </message>
        <message>
            <source>occlusion</source>
            <translation>verdeckt</translation>
        </message>
        <message>
            <source>shot change</source>
            <translation>Schnitt</translation>
        </message>
        <message>
            <source>thin</source>
            <translation>dünn</translation>
        </message>
    </context>
    <context>
        <name>Timeline</name>
        <message>
            <source>1 frame</source>
            <translation>1 Bild</translation>
        </message>
        <message>
            <source>Frame {frame}</source>
            <translation>Bild {frame}</translation>
        </message>
        <message>
            <source>No objects yet. Click something in the picture.</source>
            <translation>Noch keine Objekte. Klicken Sie etwas im Bild an.</translation>
        </message>
        <message>
            <source>No objects yet. Find candidates and accept one.</source>
            <translation>Noch keine Objekte. Kandidaten finden und einen annehmen.</translation>
        </message>
        <message>
            <source>No objects yet. They are made in Annotate or Select.</source>
            <translation>Noch keine Objekte. Sie entstehen beim Annotieren oder Auswählen.</translation>
        </message>
        <message>
            <source>{count} frames</source>
            <translation>{count} Bilder</translation>
        </message>
    </context>
    <context>
        <name>TimelineDescriptions</name>
        <message>
            <source>Frame {frame} of {last} · {time}</source>
            <translation>Bild {frame} von {last} · {time}</translation>
        </message>
        <message>
            <source>absent</source>
            <translation>abwesend</translation>
        </message>
        <message>
            <source>cannot be decoded</source>
            <translation>nicht decodierbar</translation>
        </message>
        <message>
            <source>confidence {percent} %</source>
            <translation>Konfidenz {percent} %</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>gesperrt</translation>
        </message>
        <message>
            <source>lost: the model found nothing</source>
            <translation>verloren: Das Modell hat nichts gefunden</translation>
        </message>
        <message>
            <source>may look wrong: built on frame {hole}, which cannot be decoded</source>
            <translation>sieht vielleicht falsch aus: baut auf Bild {hole} auf, das nicht decodierbar ist</translation>
        </message>
        <message>
            <source>no mask yet</source>
            <translation>noch keine Maske</translation>
        </message>
        <message>
            <source>painted</source>
            <translation>gemalt</translation>
        </message>
        <message>
            <source>presence {percent} %</source>
            <translation>Anwesenheit {percent} %</translation>
        </message>
        <message>
            <source>prompted</source>
            <translation>mit Eingabe</translation>
        </message>
        <message>
            <source>prompted, waiting for its mask</source>
            <translation>mit Eingabe, Maske kommt noch</translation>
        </message>
        <message>
            <source>stale: track again</source>
            <translation>veraltet: neu verfolgen</translation>
        </message>
        <message>
            <source>suspicious</source>
            <translation>auffällig</translation>
        </message>
        <message>
            <source>the shot changes here</source>
            <translation>hier ist ein Schnitt</translation>
        </message>
        <message>
            <source>tracked</source>
            <translation>verfolgt</translation>
        </message>
        <message>
            <source>verified</source>
            <translation>geprüft</translation>
        </message>
    </context>
    <context>
        <name>TodoList</name>
        <message>
            <source>Nothing with this tag.</source>
            <translation>Nichts mit diesem Merkmal.</translation>
        </message>
        <message>
            <source>TO DO</source>
            <translation>ZU TUN</translation>
        </message>
    </context>
    <context>
        <name>ToolOptionsPanel</name>
        <message>
            <source> px</source>
            <translation> px</translation>
        </message>
        <message>
            <source>Brush width</source>
            <translation>Pinselbreite</translation>
        </message>
        <message>
            <source>Brush width, in pixels of the picture</source>
            <translation>Breite des Pinsels in Pixeln des Bilds</translation>
        </message>
        <message>
            <source>Pixels of other objects</source>
            <translation>Pixel anderer Objekte</translation>
        </message>
        <message>
            <source>TOOL</source>
            <translation>WERKZEUG</translation>
        </message>
        <message>
            <source>What painting does about pixels of other objects</source>
            <translation>Was Malen mit Pixeln anderer Objekte tut</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Opacity of masks</source>
            <translation>Deckkraft der Masken</translation>
        </message>
        <message>
            <source>Search commands</source>
            <translation>Befehle suchen</translation>
        </message>
        <message>
            <source>Thickness of outlines</source>
            <translation>Dicke der Umrisse</translation>
        </message>
    </context>
    <context>
        <name>Tour</name>
        <message>
            <source>Click an object</source>
            <translation>Ein Objekt anklicken</translation>
        </message>
        <message>
            <source>Click what is wrong there, then track again. Your corrections are never overwritten.</source>
            <translation>Das Falsche anklicken, dann neu verfolgen. Korrekturen werden nie überschrieben.</translation>
        </message>
        <message>
            <source>Correct it</source>
            <translation>Korrigieren</translation>
        </message>
        <message>
            <source>Ctrl+E writes the masks for other tools. There is nothing to save: everything is, at once.</source>
            <translation>Strg+E schreibt die Masken für andere Programme. Zu speichern gibt es nichts: Alles ist es sofort.</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>F follows the object through the video. You can go on clicking meanwhile; Esc stops.</source>
            <translation>F verfolgt das Objekt durch das Video. Klicken geht dabei weiter; Esc hält an.</translation>
        </message>
        <message>
            <source>Find what went wrong</source>
            <translation>Finden, was nicht stimmt</translation>
        </message>
        <message>
            <source>Left click: this is it. Right click: not this. The mask appears once the model answers.</source>
            <translation>Linksklick: Das ist es. Rechtsklick: Das nicht. Die Maske kommt, sobald das Modell geantwortet hat.</translation>
        </message>
        <message>
            <source>More objects</source>
            <translation>Weitere Objekte</translation>
        </message>
        <message>
            <source>N begins another object. All of them stand in this list, each with its own masks.</source>
            <translation>N beginnt ein weiteres Objekt. Alle stehen in dieser Liste, jedes mit eigenen Masken.</translation>
        </message>
        <message>
            <source>One lane an object. J and K jump to frames that look wrong; drag to scrub, Space plays.</source>
            <translation>Eine Spur je Objekt. J und K springen zu Bildern, die falsch aussehen; Ziehen blättert, die Leertaste spielt ab.</translation>
        </message>
        <message>
            <source>Track it</source>
            <translation>Verfolgen</translation>
        </message>
    </context>
    <context>
        <name>TrackingPanel</name>
        <message>
            <source>All frames</source>
            <translation>Alle Bilder</translation>
        </message>
        <message>
            <source>All objects</source>
            <translation>Alle Objekte</translation>
        </message>
        <message>
            <source>Backward</source>
            <translation>Rückwärts</translation>
        </message>
        <message>
            <source>Between in and out</source>
            <translation>Im gesetzten Bereich</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>Beide</translation>
        </message>
        <message>
            <source>Forward</source>
            <translation>Vorwärts</translation>
        </message>
        <message>
            <source>Frames</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Frames to track</source>
            <translation>Zu verfolgende Bilder</translation>
        </message>
        <message>
            <source>It ends when what it is computing is done.</source>
            <translation>Endet, sobald die laufende Berechnung fertig ist.</translation>
        </message>
        <message>
            <source>None selected: all</source>
            <translation>Keins gewählt: alle</translation>
        </message>
        <message>
            <source>Objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>Objects to track</source>
            <translation>Zu verfolgende Objekte</translation>
        </message>
        <message>
            <source>Playhead follows</source>
            <translation>Abspielkopf folgt</translation>
        </message>
        <message>
            <source>Selected objects</source>
            <translation>Ausgewählte Objekte</translation>
        </message>
        <message>
            <source>Shows each frame as it is tracked, until you go to another frame or correct one</source>
            <translation>Zeigt jedes Bild, sobald es verfolgt ist, bis Sie zu einem anderen gehen oder eines korrigieren</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>Stop {count} other objects</source>
            <translation>{count} andere Objekte stoppen</translation>
        </message>
        <message>
            <source>Stop {name}</source>
            <translation>{name} stoppen</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird beendet…</translation>
        </message>
        <message>
            <source>TRACK</source>
            <translation>VERFOLGEN</translation>
        </message>
        <message>
            <source>Track again ({count} stale)</source>
            <translation>Neu verfolgen ({count} veraltet)</translation>
        </message>
        <message>
            <source>Track backward</source>
            <translation>Rückwärts verfolgen</translation>
        </message>
        <message>
            <source>Track both ways</source>
            <translation>In beide Richtungen verfolgen</translation>
        </message>
        <message>
            <source>Track forward</source>
            <translation>Vorwärts verfolgen</translation>
        </message>
        <message>
            <source>Where needed</source>
            <translation>Wo nötig</translation>
        </message>
        <message>
            <source>{count} waiting</source>
            <translation>{count} wartend</translation>
        </message>
    </context>
    <context>
        <name>TrainingLine</name>
        <message>
            <source>A better model is ready</source>
            <translation>Ein besseres Modell ist fertig</translation>
        </message>
        <message>
            <source>Improving has stopped</source>
            <translation>Verbessern ist abgebrochen</translation>
        </message>
        <message>
            <source>Improving the model with this project's masklets. A click shows how far it is.</source>
            <translation>Das Modell wird mit den Masklets dieses Projekts verbessert. Ein Klick zeigt, wie weit es ist.</translation>
        </message>
        <message>
            <source>Improving: measuring</source>
            <translation>Verbessern: es wird gemessen</translation>
        </message>
        <message>
            <source>Improving: paused</source>
            <translation>Verbessern: angehalten</translation>
        </message>
        <message>
            <source>Improving: step {step} of {steps}</source>
            <translation>Verbessern: Schritt {step} von {steps}</translation>
        </message>
        <message>
            <source>No better model was found</source>
            <translation>Kein besseres Modell gefunden</translation>
        </message>
    </context>
    <context>
        <name>Transport</name>
        <message>
            <source>More playback commands</source>
            <translation>Weitere Befehle zum Abspielen</translation>
        </message>
        <message>
            <source>Playback speed</source>
            <translation>Abspieltempo</translation>
        </message>
    </context>
    <context>
        <name>ValuesDialog</name>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>As found</source>
            <translation>Wie ermittelt</translation>
        </message>
        <message>
            <source>Black</source>
            <translation>Schwarz</translation>
        </message>
        <message>
            <source>Black and white point</source>
            <translation>Schwarz- und Weißpunkt</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Fit to this frame</source>
            <translation>An dieses Bild anpassen</translation>
        </message>
        <message>
            <source>For all frames of this video: in the window, for the model and in exports. Masks stay as they are.</source>
            <translation>Für alle Bilder dieses Videos: im Fenster, für das Modell und in Exporten. Masken bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>How the frame is shown</source>
            <translation>Wie das Bild gezeigt wird</translation>
        </message>
        <message>
            <source>The largest value of the fewest bits that hold what is there</source>
            <translation>Der größte Wert der wenigsten Bits, in die alles passt</translation>
        </message>
        <message>
            <source>This frame cannot be decoded.</source>
            <translation>Dieses Bild ist nicht decodierbar.</translation>
        </message>
        <message>
            <source>White</source>
            <translation>Weiß</translation>
        </message>
    </context>
    <context>
        <name>Verification</name>
        <message>
            <source>1 frame without a mask</source>
            <translation>1 Bild ohne Maske</translation>
        </message>
        <message>
            <source>1 open issue</source>
            <translation>1 offener Mangel</translation>
        </message>
        <message>
            <source>1 stale frame</source>
            <translation>1 veraltetes Bild</translation>
        </message>
        <message>
            <source>A part is missing</source>
            <translation>Ein Teil fehlt</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>Annehmen</translation>
        </message>
        <message>
            <source>Add issue</source>
            <translation>Mangel anmerken</translation>
        </message>
        <message>
            <source>Anybody verifies anything</source>
            <translation>Alle prüfen alles</translation>
        </message>
        <message>
            <source>Border is off</source>
            <translation>Rand stimmt nicht</translation>
        </message>
        <message>
            <source>Candidate {number}</source>
            <translation>Kandidat {number}</translation>
        </message>
        <message>
            <source>Change annotation rate</source>
            <translation>Annotationsrate ändern</translation>
        </message>
        <message>
            <source>Change phase</source>
            <translation>Phase ändern</translation>
        </message>
        <message>
            <source>Change reasons</source>
            <translation>Gründe ändern</translation>
        </message>
        <message>
            <source>Delete issue</source>
            <translation>Mangel löschen</translation>
        </message>
        <message>
            <source>Describe issue</source>
            <translation>Mangel beschreiben</translation>
        </message>
        <message>
            <source>Hand in</source>
            <translation>Abgeben</translation>
        </message>
        <message>
            <source>Handed in for verification</source>
            <translation>Zur Prüfung abgegeben</translation>
        </message>
        <message>
            <source>Join candidates</source>
            <translation>Kandidaten vereinen</translation>
        </message>
        <message>
            <source>Jumps to another object</source>
            <translation>Springt auf ein anderes Objekt</translation>
        </message>
        <message>
            <source>Leaks into something else</source>
            <translation>Läuft in anderes hinein</translation>
        </message>
        <message>
            <source>Lost although it is there</source>
            <translation>Verloren, obwohl es da ist</translation>
        </message>
        <message>
            <source>Masked although it is gone</source>
            <translation>Maskiert, obwohl es weg ist</translation>
        </message>
        <message>
            <source>Nobody verifies their own</source>
            <translation>Niemand prüft Eigenes</translation>
        </message>
        <message>
            <source>Object {number}</source>
            <translation>Objekt {number}</translation>
        </message>
        <message>
            <source>Open issue again</source>
            <translation>Mangel wieder öffnen</translation>
        </message>
        <message>
            <source>Reject</source>
            <translation>Ablehnen</translation>
        </message>
        <message>
            <source>Resolve issue</source>
            <translation>Mangel beheben</translation>
        </message>
        <message>
            <source>Satisfactory</source>
            <translation>In Ordnung</translation>
        </message>
        <message>
            <source>Too many of the audited masklets were wrong: auto-accept is off.</source>
            <translation>Zu viele der nachgeprüften Masklets waren falsch: Automatisches Annehmen ist aus.</translation>
        </message>
        <message>
            <source>Unsatisfactory</source>
            <translation>Nicht in Ordnung</translation>
        </message>
        <message>
            <source>Verify again</source>
            <translation>Erneut prüfen</translation>
        </message>
        <message>
            <source>{count} frames without a mask</source>
            <translation>{count} Bilder ohne Maske</translation>
        </message>
        <message>
            <source>{count} objects handed in</source>
            <translation>{count} Objekte abgegeben</translation>
        </message>
        <message>
            <source>{count} open issues</source>
            <translation>{count} offene Mängel</translation>
        </message>
        <message>
            <source>{count} stale frames</source>
            <translation>{count} veraltete Bilder</translation>
        </message>
        <message>
            <source>{name} was verified. It is to be verified again.</source>
            <translation>{name} war geprüft und muss erneut geprüft werden.</translation>
        </message>
    </context>
    <context>
        <name>VerifyPanel</name>
        <message>
            <source>1 waits</source>
            <translation>1 wartet</translation>
        </message>
        <message>
            <source>A number key, on the frame that shows it (now {frame}). A drag marks where.</source>
            <translation>Eine Zifferntaste, auf dem Bild, das es zeigt (jetzt {frame}). Ziehen markiert, wo.</translation>
        </message>
        <message>
            <source>Hand in masklets in Annotate: Ctrl+Enter.</source>
            <translation>Geben Sie Masklets unter Annotieren ab: Strg+Enter.</translation>
        </message>
        <message>
            <source>ISSUES</source>
            <translation>MÄNGEL</translation>
        </message>
        <message>
            <source>LAST ANSWERS</source>
            <translation>LETZTE ANTWORTEN</translation>
        </message>
        <message>
            <source>Nothing waits</source>
            <translation>Nichts wartet</translation>
        </message>
        <message>
            <source>Nothing with the tag “{tag}” waits: others do.</source>
            <translation>Mit dem Merkmal „{tag}“ wartet nichts, ohne es schon.</translation>
        </message>
        <message>
            <source>VERIFY</source>
            <translation>PRÜFEN</translation>
        </message>
        <message>
            <source>WHAT IS WRONG?</source>
            <translation>WAS STIMMT NICHT?</translation>
        </message>
        <message>
            <source>What you handed in waits for somebody else: 1.</source>
            <translation>Von Ihnen Abgegebenes wartet auf jemand anderes: 1.</translation>
        </message>
        <message>
            <source>What you handed in waits for somebody else: {count}.</source>
            <translation>Von Ihnen Abgegebenes wartet auf jemand anderes: {count}.</translation>
        </message>
        <message>
            <source>{count} wait</source>
            <translation>{count} warten</translation>
        </message>
    </context>
    <context>
        <name>Verifying</name>
        <message>
            <source>Its masks have changed meanwhile: look again.</source>
            <translation>Die Masken haben sich inzwischen geändert: bitte noch einmal ansehen.</translation>
        </message>
        <message>
            <source>Region</source>
            <translation>Bereich</translation>
        </message>
    </context>
    <context>
        <name>VideoChoice</name>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
    </context>
    <context>
        <name>VideoList</name>
        <message>
            <source>Add video</source>
            <translation>Video hinzufügen</translation>
        </message>
        <message>
            <source>Add {count} videos</source>
            <translation>{count} Videos hinzufügen</translation>
        </message>
        <message>
            <source>Add {name}</source>
            <translation>{name} hinzufügen</translation>
        </message>
        <message>
            <source>Count frames anew</source>
            <translation>Bilder neu zählen</translation>
        </message>
        <message>
            <source>Keep changed media</source>
            <translation>Geänderte Medien behalten</translation>
        </message>
        <message>
            <source>Keep the media of {name}</source>
            <translation>Medien von {name} behalten</translation>
        </message>
        <message>
            <source>Relink media</source>
            <translation>Medien neu verknüpfen</translation>
        </message>
        <message>
            <source>Relink {name}</source>
            <translation>{name} neu verknüpfen</translation>
        </message>
        <message>
            <source>Remove video</source>
            <translation>Video entfernen</translation>
        </message>
        <message>
            <source>Rename video</source>
            <translation>Video umbenennen</translation>
        </message>
        <message>
            <source>Reorder videos</source>
            <translation>Videos umordnen</translation>
        </message>
        <message>
            <source>Set black and white point</source>
            <translation>Schwarz- und Weißpunkt setzen</translation>
        </message>
        <message>
            <source>{name} is in this project already.</source>
            <translation>{name} ist schon in diesem Projekt.</translation>
        </message>
    </context>
    <context>
        <name>Videos</name>
        <message>
            <source>1 frame</source>
            <translation>1 Bild</translation>
        </message>
        <message>
            <source>1 object</source>
            <translation>1 Objekt</translation>
        </message>
        <message>
            <source>Media has changed</source>
            <translation>Medien geändert</translation>
        </message>
        <message>
            <source>Media not found</source>
            <translation>Medien nicht gefunden</translation>
        </message>
        <message>
            <source>{count} frames</source>
            <translation>{count} Bilder</translation>
        </message>
        <message>
            <source>{count} objects</source>
            <translation>{count} Objekte</translation>
        </message>
    </context>
    <context>
        <name>VideosPanel</name>
        <message>
            <source>Add videos…</source>
            <translation>Videos hinzufügen…</translation>
        </message>
        <message>
            <source>VIDEOS</source>
            <translation>VIDEOS</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
    </context>
    <context>
        <name>WaitingSearch</name>
        <message>
            <source>Search first</source>
            <translation>Zuerst suchen</translation>
        </message>
        <message>
            <source>Waits for “{title}” to end.</source>
            <translation>Wartet, bis „{title}“ zu Ende ist.</translation>
        </message>
    </context>
    <context>
        <name>WhatsNewDialog</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>This list is kept in English only.</source>
            <translation>Diese Liste gibt es nur auf Englisch.</translation>
        </message>
        <message>
            <source>What is new</source>
            <translation>Neuerungen</translation>
        </message>
    </context>
    <context>
        <name>_Bubble</name>
        <message>
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>Überspringen</translation>
        </message>
    </context>
</TS>
