"""Draws the synthetic city with QGIS, the views of `benches/drawing.rs`, and prints milliseconds a picture.

    cargo run --release --example synthetic_city -- target/city --features 250000
    QT_QPA_PLATFORM=offscreen python3 benches/qgis/draw.py target/city

Needs the Python bindings of QGIS (Debian: python3-qgis). Symbols are QGIS's plain ones, one fill or line a layer, without
names; anti-aliased, drawn by the parallel job of its map canvas, with its simplification on as its canvas has it.
"""

import pathlib
import statistics
import sys
import time

from qgis.core import (Qgis, QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle, QgsVectorLayer,
                       QgsVectorSimplifyMethod)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

WIDTH, HEIGHT = 1280, 800
METRES_A_POINT_OF_PAPER = 0.0254 / 96.0
ORDER = ["main-urban-area", "green", "corridors", "greenways", "road-centrelines", "buildings"]


def layers_of(folder):
    files = {path.stem: path for path in sorted(pathlib.Path(folder).glob("*.shp"))}
    named = [name for name in ORDER if name in files] + [name for name in files if name not in ORDER]
    layers = [QgsVectorLayer(str(files[name]), name, "ogr") for name in named]
    for layer in layers:
        method = layer.simplifyMethod()
        method.setSimplifyHints(QgsVectorSimplifyMethod.GeometrySimplification)
        layer.setSimplifyMethod(method)
    return [layer for layer in layers if layer.isValid()]


def settings_for(layers, centre, metres_a_point):
    settings = QgsMapSettings()
    settings.setLayers(list(reversed(layers)))
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor(250, 250, 245))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    across, up = WIDTH / 2 * metres_a_point, HEIGHT / 2 * metres_a_point
    settings.setExtent(QgsRectangle(centre.x() - across, centre.y() - up, centre.x() + across, centre.y() + up))
    return settings


def draw(settings):
    start = time.perf_counter()
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return (time.perf_counter() - start) * 1000.0, image


def whole_of(layers):
    whole = QgsRectangle()
    whole.setMinimal()
    for layer in layers:
        whole.combineExtentWith(layer.extent())
    return whole


def measure(folder, times=10):
    layers = layers_of(folder)
    whole = whole_of(layers)
    vertices = sum(feature.geometry().constGet().nCoordinates() for layer in layers for feature in layer.getFeatures())
    fitting = max(whole.width() / (WIDTH * 0.9), whole.height() / (HEIGHT * 0.9))
    print(f"QGIS {Qgis.QGIS_VERSION}, {len(layers)} layers, {vertices} vertices")
    first, image = draw(settings_for(layers, whole.center(), fitting))
    image.save(str(pathlib.Path(folder) / "qgis.png"))
    print(f"first picture: {first:.0f} ms")
    views = [("whole city", fitting)]
    views += [(f"dragged at 1:{scale}", scale * METRES_A_POINT_OF_PAPER) for scale in (25_000, 5_000)]
    for name, metres in views:
        took = []
        for step in range(times):
            centre = whole.center()
            if name != "whole city":
                centre.setX(centre.x() - 16 * step * metres)
            took.append(draw(settings_for(layers, centre, metres))[0])
        print(f"{name}: median {statistics.median(took):.0f} ms ({min(took):.0f} to {max(took):.0f})")


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    measure(sys.argv[1])
    application.exitQgis()
