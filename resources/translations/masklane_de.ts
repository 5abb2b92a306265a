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
            <source>Version {version} · Apache-2.0</source>
            <translation>Version {version} · Apache-2.0</translation>
        </message>
        <message>
            <source>Makes masks of objects through video on your own computer. Nothing you open leaves it; only models that you fetch come from the internet.</source>
            <translation>Erstellt Masken von Objekten durch ganze Videos, auf dem eigenen Rechner. Nichts, was Sie öffnen, verlässt ihn; nur Modelle, die Sie laden, kommen aus dem Internet.</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>Actions</name>
        <message>
            <source>Videos and objects</source>
            <translation>Videos und Objekte</translation>
        </message>
        <message>
            <source>Tool options and tracking</source>
            <translation>Werkzeug und Verfolgung</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>Zeitleiste</translation>
        </message>
        <message>
            <source>Filmstrip</source>
            <translation>Filmstreifen</translation>
        </message>
        <message>
            <source>Hide masks (hold the key)</source>
            <translation>Masken ausblenden (Taste halten)</translation>
        </message>
        <message>
            <source>Fit picture</source>
            <translation>Bild einpassen</translation>
        </message>
        <message>
            <source>Actual size (1:1)</source>
            <translation>Originalgröße (1:1)</translation>
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
        <message>
            <source>Whole video in timeline</source>
            <translation>Ganzes Video in der Zeitleiste</translation>
        </message>
        <message>
            <source>Range in timeline</source>
            <translation>Bereich in der Zeitleiste</translation>
        </message>
        <message>
            <source>Keyboard to next area</source>
            <translation>Tastatur in den nächsten Bereich</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>Vollbild</translation>
        </message>
        <message>
            <source>Smaller brush</source>
            <translation>Pinsel kleiner</translation>
        </message>
        <message>
            <source>Larger brush</source>
            <translation>Pinsel größer</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Bearbeiten</translation>
        </message>
        <message>
            <source>View</source>
            <translation>Ansicht</translation>
        </message>
        <message>
            <source>Playback</source>
            <translation>Wiedergabe</translation>
        </message>
        <message>
            <source>Object</source>
            <translation>Objekt</translation>
        </message>
        <message>
            <source>Track</source>
            <translation>Verfolgen</translation>
        </message>
        <message>
            <source>Tools</source>
            <translation>Werkzeuge</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Select object {number}</source>
            <translation>Objekt {number} auswählen</translation>
        </message>
        <message>
            <source>New object</source>
            <translation>Neues Objekt</translation>
        </message>
        <message>
            <source>Finish object</source>
            <translation>Objekt abschließen</translation>
        </message>
        <message>
            <source>Next object</source>
            <translation>Nächstes Objekt</translation>
        </message>
        <message>
            <source>Previous object</source>
            <translation>Vorheriges Objekt</translation>
        </message>
        <message>
            <source>Select all objects</source>
            <translation>Alle Objekte auswählen</translation>
        </message>
        <message>
            <source>Rename object</source>
            <translation>Objekt umbenennen</translation>
        </message>
        <message>
            <source>Set category…</source>
            <translation>Kategorie festlegen…</translation>
        </message>
        <message>
            <source>Change color…</source>
            <translation>Farbe ändern…</translation>
        </message>
        <message>
            <source>Show / hide object</source>
            <translation>Objekt ein-/ausblenden</translation>
        </message>
        <message>
            <source>Lock / unlock object</source>
            <translation>Objekt sperren/freigeben</translation>
        </message>
        <message>
            <source>Duplicate object</source>
            <translation>Objekt duplizieren</translation>
        </message>
        <message>
            <source>Merge selected objects</source>
            <translation>Ausgewählte Objekte vereinen</translation>
        </message>
        <message>
            <source>Split object at playhead</source>
            <translation>Objekt am Abspielkopf teilen</translation>
        </message>
        <message>
            <source>Swap two objects over the range</source>
            <translation>Zwei Objekte im Bereich vertauschen</translation>
        </message>
        <message>
            <source>Give the range to another object…</source>
            <translation>Bereich einem anderen Objekt geben…</translation>
        </message>
        <message>
            <source>Delete selected objects</source>
            <translation>Ausgewählte Objekte löschen</translation>
        </message>
        <message>
            <source>Delete last prompt</source>
            <translation>Letzte Eingabe löschen</translation>
        </message>
        <message>
            <source>Clear frame</source>
            <translation>Bild leeren</translation>
        </message>
        <message>
            <source>Clear object on all frames</source>
            <translation>Objekt auf allen Bildern leeren</translation>
        </message>
        <message>
            <source>Mark absent</source>
            <translation>Als abwesend markieren</translation>
        </message>
        <message>
            <source>Lock / unlock frame or range</source>
            <translation>Bild oder Bereich sperren/freigeben</translation>
        </message>
        <message>
            <source>Track forward</source>
            <translation>Vorwärts verfolgen</translation>
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
            <source>Track again what is stale</source>
            <translation>Veraltetes neu verfolgen</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>Find objects on this frame</source>
            <translation>Objekte auf diesem Bild finden</translation>
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
            <source>Add videos…</source>
            <translation>Videos hinzufügen…</translation>
        </message>
        <message>
            <source>Add a folder of images…</source>
            <translation>Bilderordner hinzufügen…</translation>
        </message>
        <message>
            <source>Find moved media…</source>
            <translation>Verschobene Medien suchen…</translation>
        </message>
        <message>
            <source>Remove video from project</source>
            <translation>Video aus dem Projekt entfernen</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <source>Refresh published copies</source>
            <translation>Veröffentlichte Kopien erneuern</translation>
        </message>
        <message>
            <source>Close project</source>
            <translation>Projekt schließen</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Search commands…</source>
            <translation>Befehle suchen…</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Einstellungen…</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>About Masklane</source>
            <translation>Über Masklane</translation>
        </message>
        <message>
            <source>Play / pause</source>
            <translation>Abspielen / Pause</translation>
        </message>
        <message>
            <source>Previous frame</source>
            <translation>Vorheriges Bild</translation>
        </message>
        <message>
            <source>Next frame</source>
            <translation>Nächstes Bild</translation>
        </message>
        <message>
            <source>10 frames back</source>
            <translation>10 Bilder zurück</translation>
        </message>
        <message>
            <source>10 frames forward</source>
            <translation>10 Bilder vor</translation>
        </message>
        <message>
            <source>First frame</source>
            <translation>Erstes Bild</translation>
        </message>
        <message>
            <source>Last frame</source>
            <translation>Letztes Bild</translation>
        </message>
        <message>
            <source>Go to frame…</source>
            <translation>Gehe zu Bild…</translation>
        </message>
        <message>
            <source>Previous prompted frame</source>
            <translation>Vorheriges Bild mit Eingabe</translation>
        </message>
        <message>
            <source>Next prompted frame</source>
            <translation>Nächstes Bild mit Eingabe</translation>
        </message>
        <message>
            <source>Next suspicious frame</source>
            <translation>Nächstes auffälliges Bild</translation>
        </message>
        <message>
            <source>Previous suspicious frame</source>
            <translation>Vorheriges auffälliges Bild</translation>
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
            <source>Clear in and out point</source>
            <translation>Anfangs- und Endpunkt löschen</translation>
        </message>
    </context>
    <context>
        <name>Asking</name>
        <message>
            <source>Open a project folder</source>
            <translation>Projektordner öffnen</translation>
        </message>
        <message>
            <source>Add videos</source>
            <translation>Videos hinzufügen</translation>
        </message>
        <message>
            <source>Add a folder of images</source>
            <translation>Bilderordner hinzufügen</translation>
        </message>
        <message>
            <source>Where is {name} now?</source>
            <translation>Wo ist {name} jetzt?</translation>
        </message>
    </context>
    <context>
        <name>Canvas</name>
        <message>
            <source>x {x}, y {y}</source>
            <translation>x {x}, y {y}</translation>
        </message>
        <message>
            <source>Canvas</source>
            <translation>Leinwand</translation>
        </message>
        <message>
            <source>Overlay</source>
            <translation>Überlagerung</translation>
        </message>
        <message>
            <source>Outline</source>
            <translation>Umriss</translation>
        </message>
        <message>
            <source>Matte</source>
            <translation>Matte</translation>
        </message>
        <message>
            <source>Cut-out</source>
            <translation>Freisteller</translation>
        </message>
        <message>
            <source>Side by side with matte</source>
            <translation>Nebeneinander mit Matte</translation>
        </message>
        <message>
            <source>Side by side with cut-out</source>
            <translation>Nebeneinander mit Freisteller</translation>
        </message>
        <message>
            <source>Click</source>
            <translation>Klick</translation>
        </message>
        <message>
            <source>Click adds, right click removes. Shift shows what a click would do. Drag a dot to move it.</source>
            <translation>Klick fügt hinzu, Rechtsklick entfernt. Umschalt zeigt, was ein Klick bewirkt. Punkte lassen sich ziehen.</translation>
        </message>
        <message>
            <source>Box</source>
            <translation>Rahmen</translation>
        </message>
        <message>
            <source>Drag a box around the object. Pull a corner to change it.</source>
            <translation>Einen Rahmen um das Objekt ziehen. An einer Ecke lässt er sich ändern.</translation>
        </message>
        <message>
            <source>Brush</source>
            <translation>Pinsel</translation>
        </message>
        <message>
            <source>Drag to paint, right drag erases. Shift continues in a straight line. Ctrl+wheel: size.</source>
            <translation>Ziehen malt, mit der rechten Taste radiert es. Umschalt zieht eine gerade Linie. Strg+Mausrad: Größe.</translation>
        </message>
        <message>
            <source>Eraser</source>
            <translation>Radierer</translation>
        </message>
        <message>
            <source>Drag to erase. Shift continues in a straight line. Ctrl+wheel: size.</source>
            <translation>Ziehen radiert. Umschalt zieht eine gerade Linie. Strg+Mausrad: Größe.</translation>
        </message>
        <message>
            <source>Polygon</source>
            <translation>Polygon</translation>
        </message>
        <message>
            <source>Click corners; Enter or the first corner closes, Backspace takes one back. Alt cuts out.</source>
            <translation>Ecken klicken; Eingabe oder die erste Ecke schließt, Rücktaste nimmt eine zurück. Alt schneidet aus.</translation>
        </message>
        <message>
            <source>Lasso</source>
            <translation>Lasso</translation>
        </message>
        <message>
            <source>Draw around an area to add it. Alt or the right button cuts it out.</source>
            <translation>Eine Fläche umfahren, um sie hinzuzufügen. Alt oder die rechte Taste schneidet sie aus.</translation>
        </message>
        <message>
            <source>Hand</source>
            <translation>Hand</translation>
        </message>
        <message>
            <source>Drag to move the picture. Click an object to select it.</source>
            <translation>Ziehen verschiebt das Bild. Ein Klick auf ein Objekt wählt es aus.</translation>
        </message>
        <message>
            <source>No video yet</source>
            <translation>Noch kein Video</translation>
        </message>
        <message>
            <source>Drop videos or folders of pictures here to add them to this project.</source>
            <translation>Videos oder Bilderordner hierher ziehen, um sie dem Projekt hinzuzufügen.</translation>
        </message>
        <message>
            <source>Frame {frame} cannot be shown</source>
            <translation>Bild {frame} kann nicht angezeigt werden</translation>
        </message>
        <message>
            <source>Decoding…</source>
            <translation>Wird dekodiert…</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>gesperrt</translation>
        </message>
        <message>
            <source>absent on this frame</source>
            <translation>auf diesem Bild abwesend</translation>
        </message>
        <message>
            <source>tracked before the last correction</source>
            <translation>vor der letzten Korrektur verfolgt</translation>
        </message>
    </context>
    <context>
        <name>CanvasBench</name>
        <message>
            <source>{name} is locked on this frame. Unlock it to change it.</source>
            <translation>{name} ist auf diesem Bild gesperrt. Zum Ändern freigeben.</translation>
        </message>
    </context>
    <context>
        <name>CommandSearch</name>
        <message>
            <source>Search commands</source>
            <translation>Befehle suchen</translation>
        </message>
        <message>
            <source>What do you want to do?</source>
            <translation>Was möchten Sie tun?</translation>
        </message>
        <message>
            <source>Nothing fits.</source>
            <translation>Nichts passt.</translation>
        </message>
    </context>
    <context>
        <name>Core</name>
        <message>
            <source>{name} is locked.</source>
            <translation>{name} ist gesperrt.</translation>
        </message>
        <message>
            <source>{name} is locked on frame {frame}.</source>
            <translation>{name} ist auf Bild {frame} gesperrt.</translation>
        </message>
    </context>
    <context>
        <name>CrashDialog</name>
        <message>
            <source>Something went wrong</source>
            <translation>Etwas ist schiefgegangen</translation>
        </message>
        <message>
            <source>Every change is written to the project the moment it is made, so nothing is lost. You can go on working; if something looks odd, close Masklane and open the project again.</source>
            <translation>Jede Änderung wird sofort ins Projekt geschrieben, es ist also nichts verloren. Sie können weiterarbeiten; sieht etwas seltsam aus, schließen Sie Masklane und öffnen Sie das Projekt neu.</translation>
        </message>
        <message>
            <source>Your work is saved</source>
            <translation>Ihre Arbeit ist gespeichert</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>Einzelheiten kopieren</translation>
        </message>
        <message>
            <source>Show logs</source>
            <translation>Protokolle zeigen</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Weiter</translation>
        </message>
    </context>
    <context>
        <name>EnginePanel</name>
        <message>
            <source>Use a model file…</source>
            <translation>Modelldatei verwenden…</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>MODEL</source>
            <translation>MODELL</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Graphics card</source>
            <translation>Grafikkarte</translation>
        </message>
        <message>
            <source>Apple GPU</source>
            <translation>Apple-GPU</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>Fastest (measured)</source>
            <translation>Schnellste (gemessen)</translation>
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
            <source>Embedded model</source>
            <translation>Eingebautes Modell</translation>
        </message>
        <message>
            <source>Fetch {size}</source>
            <translation>Laden ({size})</translation>
        </message>
        <message>
            <source>Loading the model…</source>
            <translation>Modell wird geladen…</translation>
        </message>
        <message>
            <source>Runs on {device}.</source>
            <translation>Läuft auf {device}.</translation>
        </message>
        <message>
            <source>Loaded when it is first needed.</source>
            <translation>Wird beim ersten Gebrauch geladen.</translation>
        </message>
        <message>
            <source>Models (*.pt *.safetensors)</source>
            <translation>Modelle (*.pt *.safetensors)</translation>
        </message>
        <message>
            <source>Use a model file</source>
            <translation>Modelldatei verwenden</translation>
        </message>
    </context>
    <context>
        <name>EngineVerbs</name>
        <message>
            <source>Find objects</source>
            <translation>Objekte finden</translation>
        </message>
        <message>
            <source>{count} candidates found.</source>
            <translation>{count} Kandidaten gefunden.</translation>
        </message>
        <message>
            <source>There is no model {name} to fetch.</source>
            <translation>Es gibt kein Modell {name} zu laden.</translation>
        </message>
        <message>
            <source>Fetch {name}</source>
            <translation>{name} laden</translation>
        </message>
        <message>
            <source>The model could not be loaded.</source>
            <translation>Das Modell konnte nicht geladen werden.</translation>
        </message>
    </context>
    <context>
        <name>ErrorBar</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Close ({more} more)</source>
            <translation>Schließen ({more} weitere)</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Wählen…</translation>
        </message>
        <message>
            <source>What would be lost</source>
            <translation>Was verloren ginge</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Format</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <source>New folder</source>
            <translation>Neuer Ordner</translation>
        </message>
        <message>
            <source>This video: {name}</source>
            <translation>Dieses Video: {name}</translation>
        </message>
        <message>
            <source>All {count} videos</source>
            <translation>Alle {count} Videos</translation>
        </message>
        <message>
            <source>Checking what would be lost…</source>
            <translation>Es wird geprüft, was verloren ginge…</translation>
        </message>
        <message>
            <source>This format cannot hold everything:</source>
            <translation>Dieses Format kann nicht alles fassen:</translation>
        </message>
        <message>
            <source>Nothing will be lost.</source>
            <translation>Es geht nichts verloren.</translation>
        </message>
        <message>
            <source>Where to put the export</source>
            <translation>Wohin exportieren</translation>
        </message>
    </context>
    <context>
        <name>ExportVerbs</name>
        <message>
            <source>Export {title}</source>
            <translation>Export: {title}</translation>
        </message>
        <message>
            <source>Check export</source>
            <translation>Export prüfen</translation>
        </message>
        <message>
            <source>Refresh masklets</source>
            <translation>Masklets erneuern</translation>
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
        <name>JobView</name>
        <message>
            <source>What else is waiting</source>
            <translation>Was noch wartet</translation>
        </message>
        <message>
            <source>Stop; what is done stays</source>
            <translation>Stopp; Fertiges bleibt</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>+{count}</source>
            <translation>+{count}</translation>
        </message>
        <message>
            <source>Stop: {title}</source>
            <translation>Stoppen: {title}</translation>
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
        <name>MachineCard</name>
        <message>
            <source>Looking at this computer…</source>
            <translation>Rechner wird untersucht…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>{size} of graphics memory</source>
            <translation>{size} Grafikspeicher</translation>
        </message>
        <message>
            <source>driver {version}</source>
            <translation>Treiber {version}</translation>
        </message>
        <message>
            <source>no graphics card that models can use</source>
            <translation>keine Grafikkarte, die Modelle nutzen können</translation>
        </message>
        <message>
            <source>{size} of memory</source>
            <translation>{size} Arbeitsspeicher</translation>
        </message>
        <message>
            <source>The embedded model is missing: install Masklane again, or fetch a model.</source>
            <translation>Das eingebaute Modell fehlt: Masklane neu installieren oder ein Modell laden.</translation>
        </message>
        <message>
            <source>The embedded model fits this computer and is ready.</source>
            <translation>Das eingebaute Modell passt zu diesem Rechner und ist bereit.</translation>
        </message>
        <message>
            <source>{model} fits this computer and is ready.</source>
            <translation>{model} passt zu diesem Rechner und ist bereit.</translation>
        </message>
        <message>
            <source>{model} fits this computer. Until it is here, the embedded model works.</source>
            <translation>{model} passt zu diesem Rechner. Bis es da ist, arbeitet das eingebaute Modell.</translation>
        </message>
        <message>
            <source>Fetch {model} ({size})</source>
            <translation>{model} laden ({size})</translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} von {total}</translation>
        </message>
    </context>
    <context>
        <name>NewProjectDialog</name>
        <message>
            <source>New project</source>
            <translation>Neues Projekt</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>Projekt</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Wählen…</translation>
        </message>
        <message>
            <source>Add videos…</source>
            <translation>Videos hinzufügen…</translation>
        </message>
        <message>
            <source>Add image folder…</source>
            <translation>Bilderordner hinzufügen…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Create</source>
            <translation>Anlegen</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>Videos stay where they are. More can be added at any time.</source>
            <translation>Videos bleiben, wo sie sind. Weitere lassen sich jederzeit hinzufügen.</translation>
        </message>
        <message>
            <source>Videos and image folders</source>
            <translation>Videos und Bilderordner</translation>
        </message>
        <message>
            <source>Place of the project</source>
            <translation>Ort des Projekts</translation>
        </message>
        <message>
            <source>A project needs a name and a place.</source>
            <translation>Ein Projekt braucht einen Namen und einen Ort.</translation>
        </message>
        <message>
            <source>A name cannot contain / \ &lt; &gt; : " | ? *</source>
            <translation>Ein Name darf kein / \ &lt; &gt; : " | ? * enthalten</translation>
        </message>
        <message>
            <source>There is something of this name already.</source>
            <translation>Unter diesem Namen gibt es schon etwas.</translation>
        </message>
    </context>
    <context>
        <name>Numbers</name>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message>
            <source>{hours} h {minutes} min</source>
            <translation>{hours} h {minutes} min</translation>
        </message>
    </context>
    <context>
        <name>ObjectDelegate</name>
        <message>
            <source>Hide masks</source>
            <translation>Masken ausblenden</translation>
        </message>
        <message>
            <source>Show masks</source>
            <translation>Masken einblenden</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>Freigeben</translation>
        </message>
        <message>
            <source>Lock against changes</source>
            <translation>Gegen Änderungen sperren</translation>
        </message>
        <message>
            <source>{count} prompted</source>
            <translation>{count} mit Eingabe</translation>
        </message>
        <message>
            <source>{count} stale</source>
            <translation>{count} veraltet</translation>
        </message>
    </context>
    <context>
        <name>ObjectModel</name>
        <message>
            <source>{name}, {percent} % of frames, {prompted} prompted</source>
            <translation>{name}, {percent} % der Bilder, {prompted} mit Eingabe</translation>
        </message>
    </context>
    <context>
        <name>ObjectVerbs</name>
        <message>
            <source>Open a video first.</source>
            <translation>Zuerst ein Video öffnen.</translation>
        </message>
        <message>
            <source>New object</source>
            <translation>Neues Objekt</translation>
        </message>
        <message>
            <source>Rename object</source>
            <translation>Objekt umbenennen</translation>
        </message>
        <message>
            <source>Recolor object</source>
            <translation>Objekt umfärben</translation>
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
            <source>Hide object</source>
            <translation>Objekt ausblenden</translation>
        </message>
        <message>
            <source>Lock object</source>
            <translation>Objekt sperren</translation>
        </message>
        <message>
            <source>Unlock object</source>
            <translation>Objekt freigeben</translation>
        </message>
        <message>
            <source>Reorder objects</source>
            <translation>Objekte umordnen</translation>
        </message>
        <message>
            <source>Delete object</source>
            <translation>Objekt löschen</translation>
        </message>
        <message>
            <source>Duplicate object</source>
            <translation>Objekt duplizieren</translation>
        </message>
        <message>
            <source>Merge objects</source>
            <translation>Objekte vereinen</translation>
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
            <source>Reassign masks</source>
            <translation>Masken neu zuordnen</translation>
        </message>
        <message>
            <source>{name} is locked.</source>
            <translation>{name} ist gesperrt.</translation>
        </message>
    </context>
    <context>
        <name>ObjectsPanel</name>
        <message>
            <source>Click something in the picture: it becomes the first object.</source>
            <translation>Klicken Sie etwas im Bild an: Es wird das erste Objekt.</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>Kategorie</translation>
        </message>
        <message>
            <source>What kind of thing is it?</source>
            <translation>Was für ein Ding ist es?</translation>
        </message>
        <message>
            <source>Give frames {first} to {last} to</source>
            <translation>Bilder {first} bis {last} geben an</translation>
        </message>
        <message>
            <source>Objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>OBJECTS</source>
            <translation>OBJEKTE</translation>
        </message>
        <message>
            <source>Color of {name}</source>
            <translation>Farbe von {name}</translation>
        </message>
    </context>
    <context>
        <name>OperationVerbs</name>
        <message>
            <source>Nothing to change here.</source>
            <translation>Hier gibt es nichts zu ändern.</translation>
        </message>
    </context>
    <context>
        <name>Operations</name>
        <message>
            <source>Pixels</source>
            <translation>Pixel</translation>
        </message>
        <message>
            <source>Up to pixels</source>
            <translation>Bis zu Pixeln</translation>
        </message>
        <message>
            <source>Fill holes</source>
            <translation>Löcher füllen</translation>
        </message>
        <message>
            <source>Remove specks</source>
            <translation>Krümel entfernen</translation>
        </message>
        <message>
            <source>Keep largest part</source>
            <translation>Größten Teil behalten</translation>
        </message>
        <message>
            <source>Grow</source>
            <translation>Vergrößern</translation>
        </message>
        <message>
            <source>Shrink</source>
            <translation>Verkleinern</translation>
        </message>
        <message>
            <source>Smooth</source>
            <translation>Glätten</translation>
        </message>
    </context>
    <context>
        <name>OperationsPanel</name>
        <message>
            <source>This frame</source>
            <translation>Dieses Bild</translation>
        </message>
        <message>
            <source>In to out point</source>
            <translation>Anfangs- bis Endpunkt</translation>
        </message>
        <message>
            <source>All frames</source>
            <translation>Alle Bilder</translation>
        </message>
        <message>
            <source>Frames to change</source>
            <translation>Zu ändernde Bilder</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>CLEAN UP MASKS</source>
            <translation>MASKEN BEREINIGEN</translation>
        </message>
    </context>
    <context>
        <name>ProjectCard</name>
        <message>
            <source>Not found: {place}</source>
            <translation>Nicht gefunden: {place}</translation>
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
        <name>PromptVerbs</name>
        <message>
            <source>Add click</source>
            <translation>Klick hinzufügen</translation>
        </message>
        <message>
            <source>Remove click area</source>
            <translation>Mit Klick entfernen</translation>
        </message>
        <message>
            <source>Draw box</source>
            <translation>Rahmen ziehen</translation>
        </message>
        <message>
            <source>Paint</source>
            <translation>Malen</translation>
        </message>
        <message>
            <source>Mark absent</source>
            <translation>Als abwesend markieren</translation>
        </message>
        <message>
            <source>Delete click</source>
            <translation>Klick löschen</translation>
        </message>
        <message>
            <source>Move click</source>
            <translation>Klick verschieben</translation>
        </message>
        <message>
            <source>Delete prompt</source>
            <translation>Eingabe löschen</translation>
        </message>
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
            <source>Unlock frames</source>
            <translation>Bilder freigeben</translation>
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
        <name>RunVerbs</name>
        <message>
            <source>Everything is up to date. Set a range with I and O to track it again.</source>
            <translation>Alles ist aktuell. Mit I und O einen Bereich setzen, um ihn neu zu verfolgen.</translation>
        </message>
        <message>
            <source>Track {name}</source>
            <translation>{name} verfolgen</translation>
        </message>
        <message>
            <source>Track {count} objects</source>
            <translation>{count} Objekte verfolgen</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>Like the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Embedded model</source>
            <translation>Eingebautes Modell</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Graphics card</source>
            <translation>Grafikkarte</translation>
        </message>
        <message>
            <source>Apple GPU</source>
            <translation>Apple-GPU</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>Fastest (measured)</source>
            <translation>Schnellste (gemessen)</translation>
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
            <source>General</source>
            <translation>Allgemein</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Colors</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Takes effect at the next start.</source>
            <translation>Gilt ab dem nächsten Start.</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>Ihr Name</translation>
        </message>
        <message>
            <source>Recorded with verdicts and work times in the project.</source>
            <translation>Wird mit Urteilen und Arbeitszeiten im Projekt vermerkt.</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>Measured once on this computer; the exact one repeats to the last bit.</source>
            <translation>Auf diesem Rechner einmal gemessen; die exakte wiederholt sich bis aufs letzte Bit.</translation>
        </message>
        <message>
            <source>Picture size</source>
            <translation>Bildgröße</translation>
        </message>
        <message>
            <source>The side at which the model sees a frame; smaller is faster and coarser.</source>
            <translation>Seitenlänge, in der das Modell ein Bild sieht; kleiner ist schneller und gröber.</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>For the model's view of frames</source>
            <translation>Für die Sicht des Modells auf Bilder</translation>
        </message>
        <message>
            <source>Frames in it are answered at once when clicked again.</source>
            <translation>Bilder darin antworten sofort, wenn wieder geklickt wird.</translation>
        </message>
        <message>
            <source>For decoded frames</source>
            <translation>Für dekodierte Bilder</translation>
        </message>
        <message>
            <source>Frames in it are shown without decoding when scrubbing.</source>
            <translation>Bilder darin erscheinen beim Scrubben ohne Dekodieren.</translation>
        </message>
    </context>
    <context>
        <name>SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Keyboard shortcuts…</source>
            <translation>Tastenkürzel…</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
    </context>
    <context>
        <name>ShortcutSheet</name>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Search actions or keys</source>
            <translation>Aktionen oder Tasten suchen</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>Aktion</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Use this key</source>
            <translation>Diese Taste nehmen</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>No key</source>
            <translation>Keine Taste</translation>
        </message>
        <message>
            <source>Usual keys</source>
            <translation>Übliche Tasten</translation>
        </message>
        <message>
            <source>All keys as usual</source>
            <translation>Alle Tasten wie üblich</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Choose an action to change</source>
            <translation>Aktion zum Ändern wählen</translation>
        </message>
        <message>
            <source>{key} belongs to “{action}”, which would lose it.</source>
            <translation>{key} gehört zu „{action}“ und ginge dort verloren.</translation>
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message>
            <source>Recent projects</source>
            <translation>Letzte Projekte</translation>
        </message>
        <message>
            <source>Projects you open will be listed here. New to Masklane? Try the sample.</source>
            <translation>Hier erscheinen geöffnete Projekte. Neu bei Masklane? Probieren Sie das Beispiel.</translation>
        </message>
        <message>
            <source>Open the sample</source>
            <translation>Beispiel öffnen</translation>
        </message>
        <message>
            <source>Masks of objects through video: click, track, correct, export.</source>
            <translation>Masken von Objekten durch Videos: klicken, verfolgen, korrigieren, exportieren.</translation>
        </message>
        <message>
            <source>Drop videos, image folders or a project here</source>
            <translation>Videos, Bilderordner oder ein Projekt hierher ziehen</translation>
        </message>
        <message>
            <source>New project…</source>
            <translation>Neues Projekt…</translation>
        </message>
        <message>
            <source>Open project…</source>
            <translation>Projekt öffnen…</translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message>
            <source>Model not loaded</source>
            <translation>Modell nicht geladen</translation>
        </message>
        <message>
            <source>Loading the model…</source>
            <translation>Modell wird geladen…</translation>
        </message>
        <message>
            <source>Model at rest</source>
            <translation>Modell ruht</translation>
        </message>
        <message>
            <source>Last change not saved</source>
            <translation>Letzte Änderung nicht gespeichert</translation>
        </message>
        <message>
            <source>All changes saved</source>
            <translation>Alles gespeichert</translation>
        </message>
        <message>
            <source>Embedded model</source>
            <translation>Eingebautes Modell</translation>
        </message>
    </context>
    <context>
        <name>Timeline</name>
        <message>
            <source>No objects yet. Click something in the picture.</source>
            <translation>Noch keine Objekte. Klicken Sie etwas im Bild an.</translation>
        </message>
        <message>
            <source>Frame {frame}</source>
            <translation>Bild {frame}</translation>
        </message>
        <message>
            <source>{count} frames</source>
            <translation>{count} Bilder</translation>
        </message>
    </context>
    <context>
        <name>TimelineWords</name>
        <message>
            <source>Frame {frame} of {last} · {time}</source>
            <translation>Bild {frame} von {last} · {time}</translation>
        </message>
        <message>
            <source>confidence {percent} %</source>
            <translation>Zuversicht {percent} %</translation>
        </message>
        <message>
            <source>presence {percent} %</source>
            <translation>Anwesenheit {percent} %</translation>
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
            <source>locked</source>
            <translation>gesperrt</translation>
        </message>
        <message>
            <source>verified</source>
            <translation>geprüft</translation>
        </message>
        <message>
            <source>prompted, mask on its way</source>
            <translation>Eingabe da, Maske unterwegs</translation>
        </message>
        <message>
            <source>no mask yet</source>
            <translation>noch keine Maske</translation>
        </message>
        <message>
            <source>absent</source>
            <translation>abwesend</translation>
        </message>
        <message>
            <source>painted</source>
            <translation>gemalt</translation>
        </message>
        <message>
            <source>prompted</source>
            <translation>mit Eingabe</translation>
        </message>
        <message>
            <source>tracked</source>
            <translation>verfolgt</translation>
        </message>
    </context>
    <context>
        <name>ToolOptionsPanel</name>
        <message>
            <source>Brush radius</source>
            <translation>Pinselradius</translation>
        </message>
        <message>
            <source> px</source>
            <translation> px</translation>
        </message>
        <message>
            <source>TOOL</source>
            <translation>WERKZEUG</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Opacity of masks</source>
            <translation>Deckkraft der Masken</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Search commands</source>
            <translation>Befehle suchen</translation>
        </message>
    </context>
    <context>
        <name>TrackingPanel</name>
        <message>
            <source>Selected objects</source>
            <translation>Ausgewählte Objekte</translation>
        </message>
        <message>
            <source>All objects</source>
            <translation>Alle Objekte</translation>
        </message>
        <message>
            <source>What is not up to date</source>
            <translation>Was nicht aktuell ist</translation>
        </message>
        <message>
            <source>In to out point</source>
            <translation>Anfangs- bis Endpunkt</translation>
        </message>
        <message>
            <source>All frames</source>
            <translation>Alle Bilder</translation>
        </message>
        <message>
            <source>Only what is stale</source>
            <translation>Nur Veraltetes</translation>
        </message>
        <message>
            <source>Objects to track</source>
            <translation>Zu verfolgende Objekte</translation>
        </message>
        <message>
            <source>Frames to track</source>
            <translation>Zu verfolgende Bilder</translation>
        </message>
        <message>
            <source>Objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>Frames</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>TRACKING</source>
            <translation>VERFOLGUNG</translation>
        </message>
        <message>
            <source>Backward</source>
            <translation>Rückwärts</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>Beides</translation>
        </message>
        <message>
            <source>Forward</source>
            <translation>Vorwärts</translation>
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
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>{count} waiting</source>
            <translation>{count} wartend</translation>
        </message>
    </context>
    <context>
        <name>Transport</name>
        <message>
            <source>Frame</source>
            <translation>Bild</translation>
        </message>
    </context>
    <context>
        <name>VideoDelegate</name>
        <message>
            <source>Media not found</source>
            <translation>Medien nicht gefunden</translation>
        </message>
        <message>
            <source>{frames} frames · {objects} objects</source>
            <translation>{frames} Bilder · {objects} Objekte</translation>
        </message>
        <message>
            <source>{frames} frames · 1 object</source>
            <translation>{frames} Bilder · 1 Objekt</translation>
        </message>
    </context>
    <context>
        <name>VideoVerbs</name>
        <message>
            <source>Rename video</source>
            <translation>Video umbenennen</translation>
        </message>
        <message>
            <source>Remove video</source>
            <translation>Video entfernen</translation>
        </message>
        <message>
            <source>Relink media</source>
            <translation>Medien neu verknüpfen</translation>
        </message>
        <message>
            <source>Add {name}</source>
            <translation>{name} hinzufügen</translation>
        </message>
        <message>
            <source>Add {count} videos</source>
            <translation>{count} Videos hinzufügen</translation>
        </message>
        <message>
            <source>Add video</source>
            <translation>Video hinzufügen</translation>
        </message>
    </context>
    <context>
        <name>VideosPanel</name>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <source>VIDEOS</source>
            <translation>VIDEOS</translation>
        </message>
        <message>
            <source>Rename video</source>
            <translation>Video umbenennen</translation>
        </message>
    </context>
    <context>
        <name>ViewVerbs</name>
        <message>
            <source>No prompted frame after this one.</source>
            <translation>Kein Bild mit Eingabe nach diesem.</translation>
        </message>
        <message>
            <source>No prompted frame before this one.</source>
            <translation>Kein Bild mit Eingabe vor diesem.</translation>
        </message>
        <message>
            <source>No suspicious frame after this one.</source>
            <translation>Kein auffälliges Bild nach diesem.</translation>
        </message>
        <message>
            <source>No suspicious frame before this one.</source>
            <translation>Kein auffälliges Bild vor diesem.</translation>
        </message>
    </context>
    <context>
        <name>Workbench</name>
        <message>
            <source>Find it…</source>
            <translation>Suchen…</translation>
        </message>
        <message>
            <source>Model settings…</source>
            <translation>Modelleinstellungen…</translation>
        </message>
    </context>
</TS>
